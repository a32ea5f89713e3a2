import { z } from 'zod';
import { labIdSchema } from '../domain/ids.ts';

export const terminalIdSchema = z.uuid();

/** Size of a terminal in characters. */
export const terminalSizeSchema = z.object({ cols: z.int().min(2).max(1000), rows: z.int().min(1).max(1000) });

export const terminalInfoSchema = z.object({
  terminalId: terminalIdSchema,
  labId: labIdSchema,
  node: z.string(),
  ...terminalSizeSchema.shape,
  state: z.enum(['running', 'ended']),
  /** Null while it runs, or when a signal ended it. */
  exitCode: z.int().nullable(),
});
export type TerminalInfo = z.infer<typeof terminalInfoSchema>;

/** Text frames from a page to its terminal; binary frames are what the user typed. */
export const terminalRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('resize'), ...terminalSizeSchema.shape }),
  /** `bytes` more of the output were shown; the core sends no more than a window ahead of that. */
  z.object({ type: z.literal('ack'), bytes: z.int().positive() }),
]);
export type TerminalRequest = z.infer<typeof terminalRequestSchema>;

/** Text frames from a terminal to its page; binary frames are its output. */
export const terminalNoticeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('exit'), exitCode: z.int().nullable() }),
]);
export type TerminalNotice = z.infer<typeof terminalNoticeSchema>;
