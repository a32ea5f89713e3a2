import type { CoreEvent } from '../../src-main/contract/events.ts';

/**
 * How the screen stands to its core. `lost`: it does not answer, and the screen keeps trying; nothing is known about the work
 * there. `ended`: it said goodbye. `refused`: it does not know this screen any more. `foreign`: it speaks another version.
 */
export type Connection = 'connecting' | 'open' | 'lost' | 'ended' | 'refused' | 'foreign';

export interface TransportListener {
  readonly onEvent: (event: CoreEvent) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** The way to the core; the only part that differs between browser mode and a window. */
export interface Transport {
  /** Answers the envelope, still to be parsed. Throws `ConnectionLostError` when nobody answers. */
  readonly request: (method: string, body: unknown, signal: AbortSignal | undefined) => Promise<unknown>;
  /**
   * Sends the content of a file that `files.begin` has announced, and answers the envelope of its receipt, still to be parsed. Throws
   * `ConnectionLostError` when nobody answers.
   */
  readonly upload: (transferId: string, file: Blob, options: { readonly signal: AbortSignal }) => Promise<unknown>;
  /** Begins to listen, and again after each loss; answers how to stop. */
  readonly subscribe: (listener: TransportListener) => () => void;
  /** Opens a line to a terminal; what became of it is told to the listener. */
  readonly connectTerminal: (terminalId: string, listener: TerminalLineListener) => TerminalLine;
}

/** Frames of a terminal, once; `terminal-channel.ts` gives them their meaning. */
export interface TerminalLine {
  readonly sendBytes: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly sendText: (text: string) => void;
  readonly close: () => void;
}

export interface TerminalLineListener {
  readonly onOpen: () => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onText: (text: string) => void;
  /** It was closed, or could not be opened; nothing comes after this. */
  readonly onClose: (code: number) => void;
}

export type ConnectTerminal = (listener: TerminalLineListener) => TerminalLine;
