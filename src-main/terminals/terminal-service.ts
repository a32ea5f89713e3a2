import type { OpenTerminal, TerminalInfo, TerminalNotice } from '../contract/terminal-views.ts';

/** The way from a terminal to one screen: a WebSocket, a port of Electron, a test. None of these throws. */
export interface TerminalChannel {
  /** Output, in order, in pieces that may cut a character in two. The bytes are not changed afterwards. */
  readonly bytes: (bytes: Uint8Array) => void;
  readonly notice: (notice: TerminalNotice) => void;
  /** Another screen took over, or the terminal was closed: nothing comes after this. */
  readonly close: () => void;
}

/** The way from that screen to its terminal. After `detach`, or when the channel was closed, nothing has any effect. */
export interface TerminalAttachment {
  /** What a person typed or pasted, as bytes. */
  readonly write: (bytes: Uint8Array) => void;
  /** A text frame as it arrived, parsed as JSON. False: it is no `TerminalRequest`, and who sent it should be cut off. */
  readonly request: (frame: unknown) => boolean;
  /** The screen is gone. The program goes on, and what it says is kept for the next screen. */
  readonly detach: () => void;
}

/** Terminals on nodes: each is a stock `ssh` in a pseudo terminal, or a console that shows what the serial port says. */
export interface TerminalService {
  /**
   * Starts one. Throws `lab-not-found`, `node-not-found`, and `ssh-missing` or `terminals-missing` where this computer lacks
   * what it takes. That a node cannot be reached is said by ssh, in the terminal.
   */
  readonly open: (request: OpenTerminal) => Promise<TerminalInfo>;
  /** All that were not closed, oldest first; ended ones too, until they are closed. */
  readonly list: () => readonly TerminalInfo[];
  /** Ends its program and forgets its text. Does nothing when there is no such terminal. */
  readonly close: (terminalId: string) => void;
  /**
   * Shows a terminal on a screen, which must say `hello` first. Null when there is no such terminal. A terminal has one screen:
   * the one before is told `taken-over` and closed.
   */
  readonly attach: (terminalId: string, channel: TerminalChannel) => TerminalAttachment | null;
  /**
   * Connects terminals of a lab again whose connection broke after `sinceMs` (milliseconds since 1970), or breaks soon; their text
   * stays. Resolves when nothing more is waited for; never rejects.
   */
  readonly reconnect: (labId: string, sinceMs: number) => Promise<void>;
  /** Calls back when a terminal was opened, closed, or has ended; answers how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
  /** Ends the programs of all terminals; resolves when they are gone. Afterwards none can be opened. */
  readonly closeAll: () => Promise<void>;
}
