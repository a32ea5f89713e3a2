import { z } from 'zod';
import { errorCodes } from '../domain/failure.ts';
import { fixActions } from '../domain/fix-action.ts';

/** A failure as every shell passes it on: the code for programs, the sentences in the user's language for people. */
export const failureViewSchema = z.object({
  /** `cancelled`: somebody asked to stop. `unexpected`: a bug. */
  code: z.enum([...errorCodes, 'unexpected', 'cancelled']),
  /** What happened and why. */
  message: z.string(),
  /** The next step; empty where there is none. */
  hint: z.string(),
  /** Where the next step can be taken: a screen may put a button there. */
  fix: z.enum(fixActions).optional(),
  /** Further problems, the last command, the end of a log. */
  detail: z.array(z.string()),
  /** Where the request itself is in the way: each field (`nodes`, `sharedDisks.0.name`) with what is wrong about it. */
  problems: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type FailureView = z.infer<typeof failureViewSchema>;

/** How a screen's request is answered, `value` still to be parsed by the method's own shape. */
export const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureViewSchema }),
]);
export type Envelope<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FailureView };
