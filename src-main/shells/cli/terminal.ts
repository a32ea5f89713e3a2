import { createInterface } from 'node:readline/promises';

/** The terminal (or pipe) the command line speaks to; tests pass their own. */
export interface Terminal {
  /** True when a person reads stdout on a terminal. */
  readonly isInteractive: boolean;
  /** Columns of the terminal; 80 where nobody knows. */
  readonly columns: number;
  /** Writes results: stdout. */
  print(text: string): void;
  /** Writes progress and complaints: stderr. */
  note(text: string): void;
  /** Replaces the block of lines that shows progress; an empty text clears it. */
  redraw(text: string): void;
  /** Asks and answers with the line, or null when nobody can answer. */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

/** The streams of a real terminal. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Draws over its last block; `log-update` on stderr. */
  readonly update: ((text: string) => void) & { readonly clear: () => void };
}

/** Wraps the streams of the process. */
export function createTerminal({ stdin, stdout, stderr, update }: TerminalStreams): Terminal {
  return {
    isInteractive: stderr.isTTY,
    columns: stderr.isTTY ? stderr.columns : 80,
    print: (text) => {
      stdout.write(`${text}\n`);
    },
    note: (text) => {
      stderr.write(`${text}\n`);
    },
    redraw: (text) => {
      if (text === '') update.clear();
      else update(text);
    },
    ask: async (question, signal) => {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        return await reader.question(question, { signal });
      } finally {
        reader.close();
      }
    },
  };
}
