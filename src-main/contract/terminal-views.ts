import { z } from 'zod';
import { labIdSchema } from '../domain/ids.ts';

/** Names one terminal for as long as the app runs; nobody can guess it. */
export const terminalIdSchema = z.uuid();

/** Size of a terminal in characters. */
export const terminalSizeSchema = z.object({ cols: z.int().min(2).max(1000), rows: z.int().min(1).max(1000) });
export type TerminalSize = z.infer<typeof terminalSizeSchema>;

/** `ssh`: a shell on a node. `console`: its serial port; it needs no network in the guest. */
export const terminalKinds = ['ssh', 'console'] as const;
export type TerminalKind = (typeof terminalKinds)[number];

/** A terminal is asked for by lab (name or id) and node; a console without a node is that of the base of the lab. */
export const openTerminalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ssh'), lab: z.string(), node: z.string(), ...terminalSizeSchema.shape }),
  z.object({ kind: z.literal('console'), lab: z.string(), node: z.string().nullable(), ...terminalSizeSchema.shape }),
]);
export type OpenTerminal = z.infer<typeof openTerminalSchema>;

export const terminalInfoSchema = z.object({
  terminalId: terminalIdSchema,
  kind: z.enum(terminalKinds),
  labId: labIdSchema,
  /** Null: the base of the lab. */
  node: z.string().nullable(),
  ...terminalSizeSchema.shape,
  /** An ended terminal keeps its text until it is closed. */
  state: z.enum(['running', 'ended']),
  /** False: a console that can only be read. */
  acceptsInput: z.boolean(),
  /** Null while it runs, or when a signal ended it. */
  exitCode: z.int().nullable(),
});
export type TerminalInfo = z.infer<typeof terminalInfoSchema>;

/**
 * Text frames from a page to its terminal; binary frames are what the user typed. `hello` comes first: how many bytes of this
 * terminal the page has already; output begins after it. `ack`: so many more bytes were shown; the core sends no more than a
 * window ahead of that.
 */
export const terminalRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), received: z.int().min(0) }),
  z.object({ type: z.literal('ack'), bytes: z.int().positive() }),
  z.object({ type: z.literal('resize'), ...terminalSizeSchema.shape }),
]);
export type TerminalRequest = z.infer<typeof terminalRequestSchema>;

/**
 * Text frames from a terminal to its page; binary frames are its output. `replay` answers `hello`: the next byte is number `from`
 * of this terminal, counted from 0; where that is not what the page asked for, the text before is not kept any more and the page
 * begins anew. `exit` comes after the last byte; after it `again` says that the program was started once more, and more bytes come.
 * `taken-over`: another page shows this terminal now.
 */
export const terminalNoticeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('replay'), from: z.int().min(0) }),
  z.object({ type: z.literal('exit'), exitCode: z.int().nullable() }),
  z.object({ type: z.literal('again') }),
  z.object({ type: z.literal('taken-over') }),
]);
export type TerminalNotice = z.infer<typeof terminalNoticeSchema>;
