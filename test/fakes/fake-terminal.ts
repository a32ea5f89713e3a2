import { CancelledError } from '../../src-main/domain/failure.ts';
import type { Terminal } from '../../src-main/shells/cli/terminal.ts';

export interface FakeTerminalOptions {
  /** Answers to questions, in order; `null`: nobody is there, also when there are none left. */
  readonly answers?: readonly (string | null)[];
  readonly isInteractive?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** A terminal that keeps what was written. */
export interface FakeTerminal extends Terminal {
  stdout(): string;
  /** Notes and questions. */
  stderr(): string;
  /** Every live block that was drawn, the empty one too. */
  readonly blocks: readonly string[];
}

export function createFakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  const answers = [...(options.answers ?? [])];
  const blocks: string[] = [];
  let stdout = '';
  let stderr = '';
  return {
    isInteractive: options.isInteractive ?? false,
    columns: options.columns ?? 80,
    rows: options.rows ?? 24,
    blocks,
    stdout: () => stdout,
    stderr: () => stderr,
    print: (text) => {
      stdout += `${text}\n`;
    },
    note: (text) => {
      stderr += `${text}\n`;
    },
    redraw: (text) => {
      blocks.push(text);
    },
    ask: async (question, signal) => {
      const answer = answers.shift() ?? null;
      if (answer === null) return null;
      stderr += `${question}${answer}\n`;
      if (signal.aborted) throw new CancelledError();
      return answer;
    },
  };
}
