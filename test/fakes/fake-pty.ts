import type { TerminalSize } from '../../src-main/contract/terminal-views.ts';
import type { Pty, PtyEnd } from '../../src-main/terminals/pty.ts';

/** A program in a pseudo terminal that says what a test lets it say. */
export interface FakePty extends Pty {
  readonly say: (text: string) => void;
  readonly finish: (end?: PtyEnd) => void;
  /** What was done to it, in order: `pause`, `resume`, `hang up`, `force`, sizes, and what was typed. */
  readonly calls: readonly string[];
}

export function createFakePty(): FakePty {
  const calls: string[] = [];
  let sayTo: (bytes: Uint8Array) => void = () => undefined;
  let endTo: (end: PtyEnd) => void = () => undefined;
  return {
    calls,
    onOutput: (listener) => (sayTo = listener),
    onEnd: (listener) => (endTo = listener),
    write: (bytes) => calls.push(`typed ${Buffer.from(bytes).toString('utf8')}`),
    resize: ({ cols, rows }: TerminalSize) => calls.push(`${String(cols)}x${String(rows)}`),
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    kill: (force) => calls.push(force ? 'force' : 'hang up'),
    say: (text) => sayTo(Buffer.from(text)),
    finish: (end = { exitCode: 0, signal: null }) => endTo(end),
  };
}
