import { z } from 'zod';
import { fileEffectSchema } from './file-effects.ts';

/** One recorded call: arguments, what it answered, what it did to files. Texts are numbers of `texts`. */
const recordedCallSchema = z.strictObject({
  args: z.array(z.string()),
  stdout: z.int(),
  stderr: z.int(),
  exitCode: z.int(),
  effects: z.array(fileEffectSchema).optional(),
});
export type RecordedCall = z.infer<typeof recordedCallSchema>;

/** Recorded conversations, one per test; `set-up` is what came before all tests. */
export const replaySchema = z.strictObject({
  origin: z.string(),
  version: z.string(),
  texts: z.array(z.string()),
  conversations: z.record(z.string(), z.array(recordedCallSchema)),
});
export type Replay = z.infer<typeof replaySchema>;

/** Calls that came before the first test. */
export const setUpName = 'set-up';

/** Name of the running test without its groups, or `set-up` outside of tests. */
export function conversationName(currentTestName: string | undefined): string {
  return currentTestName?.split(' > ').at(-1) ?? setUpName;
}
