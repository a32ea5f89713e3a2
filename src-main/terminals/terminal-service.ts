import type { OpenTerminal, TerminalId, TerminalInfo, TerminalMessage } from '../contract/terminals.ts';

/** The way from a terminal to one screen: a WebSocket, a port of Electron, a test. Neither function throws. */
export interface TerminalChannel {
  /** Output, in order, in pieces that may cut a character in two. The bytes are not changed afterwards. */
  readonly bytes: (bytes: Uint8Array) => void;
  readonly message: (message: TerminalMessage) => void;
  /** Another screen took over, or the terminal was closed: nothing comes after this. */
  readonly close: () => void;
}

/** The way from that screen to its terminal. After `detach`, or when the channel was closed, nothing has any effect. */
export interface TerminalAttachment {
  /** What a person typed or pasted, as bytes. */
  readonly write: (bytes: Uint8Array) => void;
  /** A control message as it arrived, parsed JSON. False: it is none, and whoever sends it should be cut off. */
  readonly control: (message: unknown) => boolean;
  /** The screen is gone. The program goes on, and what it says is kept for the next screen. */
  readonly detach: () => void;
}

/** Terminals on nodes: each is a stock `ssh` in a pseudo terminal. */
export interface TerminalService {
  /**
   * Starts one. Throws `lab-not-found`, `node-not-found`, and `ssh-missing` or `terminals-missing` where this computer lacks
   * what it takes. That the node cannot be reached is said by ssh, in the terminal.
   */
  readonly open: (request: OpenTerminal) => Promise<TerminalInfo>;
  /** All that were not closed, oldest first; ended ones too, until they are closed. */
  readonly list: () => readonly TerminalInfo[];
  /** Ends its program and forgets its text. Does nothing when there is no such terminal. */
  readonly close: (terminalId: TerminalId) => void;
  /**
   * Shows a terminal on a screen, which must say `hello` first. Null when there is no such terminal. A terminal has one screen:
   * the one before is told `taken-over` and closed.
   */
  readonly attach: (terminalId: TerminalId, channel: TerminalChannel) => TerminalAttachment | null;
  /** Ends the programs of all terminals; resolves when they are gone. Afterwards none can be opened. */
  readonly closeAll: () => Promise<void>;
}
