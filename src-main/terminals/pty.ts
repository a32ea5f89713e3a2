import type { TerminalSize } from '../contract/terminal-views.ts';

/** A program with its surroundings, as it is started in a pseudo terminal. */
export interface PtyCommand {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a program ended; `signal` is the number of the signal that ended it, or null. */
export interface PtyEnd {
  readonly exitCode: number;
  readonly signal: number | null;
}

/** A program in a pseudo terminal. Output comes as bytes, none is lost, and `onEnd` comes once, after the last of them. */
export interface Pty {
  readonly onOutput: (listener: (bytes: Uint8Array) => void) => void;
  readonly onEnd: (listener: (end: PtyEnd) => void) => void;
  /** Types. Does nothing once the program has ended. */
  readonly write: (bytes: Uint8Array) => void;
  readonly resize: (size: TerminalSize) => void;
  /** No output comes any more, and the program waits as soon as the system's own buffer is full. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Hangs up, as a closed window does; `force`: ends it whatever it does. */
  readonly kill: (force: boolean) => void;
}

/** Starts a program in a pseudo terminal. The real one is `start-pty.ts`. */
export type StartPty = (command: PtyCommand, size: TerminalSize) => Promise<Pty>;
