import { z } from 'zod';
import { labIdSchema, operationIdSchema } from '../domain/ids.ts';
import { failureInfoSchema, operationKindSchema, textRefSchema } from '../domain/operation.ts';

/** A command as it ran: a line for a POSIX shell, secrets replaced. */
export const ranCommandSchema = z.object({
  line: z.string(),
  /** Null when a signal ended it, or it was started to outlive the app. */
  exitCode: z.int().nullable(),
  durationMs: z.number(),
});
export type RanCommand = z.infer<typeof ranCommandSchema>;

/** A step of an operation that has begun. */
export const historyStepSchema = z.object({
  stepId: z.string(),
  /** Null for what was done by a version that did not note it. */
  title: textRefSchema.nullable(),
  /** `unfinished`: it runs, or the program ended in the middle of it. */
  outcome: z.enum(['done', 'already-there', 'failed', 'cancelled', 'undone', 'left-behind', 'unfinished']),
  durationMs: z.number().nullable(),
  commands: z.array(ranCommandSchema),
  error: failureInfoSchema.nullable(),
  /** What undoing it could not take away. */
  leftBehind: z.array(z.string()),
});
export type HistoryStep = z.infer<typeof historyStepSchema>;

/** One operation as the journal of its lab tells it. */
export const historyOperationSchema = z.object({
  id: operationIdSchema,
  kind: operationKindSchema,
  /** `unfinished`: it runs, or the program ended in the middle of it. */
  state: z.enum(['succeeded', 'failed', 'cancelled', 'unfinished']),
  startedAt: z.iso.datetime(),
  /** Null while it is unfinished. */
  endedAt: z.iso.datetime().nullable(),
  steps: z.array(historyStepSchema),
});
export type HistoryOperation = z.infer<typeof historyOperationSchema>;

/** What was done to a lab, newest first. */
export const labHistorySchema = z.object({
  labId: labIdSchema,
  name: z.string(),
  operations: z.array(historyOperationSchema),
  /** True when there are older ones, which are not told. */
  hasOlder: z.boolean(),
  /** Lines of the journal that cannot be read; what they told is missing. */
  damagedLines: z.int(),
});
export type LabHistory = z.infer<typeof labHistorySchema>;
