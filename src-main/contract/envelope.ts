import { z } from 'zod';
import { errorCodes } from '../domain/failure.ts';

/** A failure as every shell passes it on: the code for programs, the sentences in the user's language for people. */
export const failureViewSchema = z.object({
  /** `cancelled`: somebody asked to stop. `unexpected`: a bug. */
  code: z.enum([...errorCodes, 'unexpected', 'cancelled']),
  /** What happened and why. */
  message: z.string(),
  /** The next step; empty where there is none. */
  hint: z.string(),
  /** Further problems, the last command, the end of a log. */
  detail: z.array(z.string()),
});
export type FailureView = z.infer<typeof failureViewSchema>;
