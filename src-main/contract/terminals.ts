import { z } from 'zod';
import { labIdSchema } from '../domain/ids.ts';

/** Names one terminal for as long as the app runs; nobody can guess it. */
export const terminalIdSchema = z.uuid().brand<'TerminalId'>();
export type TerminalId = z.infer<typeof terminalIdSchema>;

/** Size of a terminal in characters. */
export const terminalSizeSchema = z.object({ cols: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) });
export type TerminalSize = z.infer<typeof terminalSizeSchema>;

/** A terminal is asked for by lab (name or id) and node, never by a command. */
export const openTerminalSchema = terminalSizeSchema.extend({ lab: z.string(), node: z.string() });
export type OpenTerminal = z.infer<typeof openTerminalSchema>;

/** How the program of a terminal ended; `signal` is the number of the signal that ended it, or null. */
export const terminalEndSchema = z.object({ exitCode: z.int(), signal: z.int().nullable() });
export type TerminalEnd = z.infer<typeof terminalEndSchema>;

export const terminalInfoSchema = z.object({
  terminalId: terminalIdSchema,
  labId: labIdSchema,
  node: z.string(),
  openedAt: z.iso.datetime(),
  /** Null while its program runs. An ended terminal keeps its text until it is closed. */
  end: terminalEndSchema.nullable(),
});
export type TerminalInfo = z.infer<typeof terminalInfoSchema>;

/**
 * What a screen says besides the bytes a person types. `hello` comes first: how many bytes of this terminal the screen has
 * already; output begins after it. `ack`: so many more bytes are on the screen; who never says so gets no more after a while.
 */
export const screenMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), received: z.int().min(0) }),
  z.object({ type: z.literal('ack'), bytes: z.int().min(1) }),
  terminalSizeSchema.extend({ type: z.literal('resize') }),
]);
export type ScreenMessage = z.infer<typeof screenMessageSchema>;

/**
 * What a terminal says besides its output. `replay` answers `hello`: the next byte is number `from` of this terminal, counted
 * from 0; where that is not what the screen asked for, older text is not kept any more and the screen begins anew. `exit` comes
 * after the last byte. `taken-over`: another screen shows this terminal now.
 */
export const terminalMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('replay'), from: z.int().min(0) }),
  terminalEndSchema.extend({ type: z.literal('exit') }),
  z.object({ type: z.literal('taken-over') }),
]);
export type TerminalMessage = z.infer<typeof terminalMessageSchema>;
