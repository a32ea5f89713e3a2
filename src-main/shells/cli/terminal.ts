import { createInterface } from 'node:readline/promises';
import { CancelledError } from '../../domain/failure.ts';
import { plainText } from './plain-text.ts';

/** The terminal (or pipe) the command line speaks to; tests pass their own. What would steer a terminal is made visible. */
export interface Terminal {
  /** True when a person reads stderr on a terminal that can be drawn on. */
  readonly isInteractive: boolean;
  /** Size of the terminal right now; 80 by 24 where nobody knows. */
  readonly columns: number;
  readonly rows: number;
  /** Writes results: stdout. */
  print(text: string): void;
  /** Writes progress and complaints: stderr, above the block of `redraw`. */
  note(text: string): void;
  /** Replaces the block of lines that shows progress; an empty text clears it. */
  redraw(text: string): void;
  /** Asks and answers with the line, or null when nobody can answer. Ctrl-C, Ctrl-D and `signal` reject as cancelled. */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

/** The streams of a real terminal. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Draws over its last block; `log-update` on stderr. */
  readonly update: ((text: string) => void) & { readonly clear: () => void; readonly persist: (text: string) => void };
  /** True for a terminal that cannot move its cursor (`TERM=dumb`). */
  readonly isDumb: boolean;
}

/**
 * A reader that went away (`bdl list | head -1`, a closed window) is no failure: what it does not want to read is dropped, and the
 * work ends as it would have.
 */
function ignoreGoneReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

async function askLine(
  { stdin, stderr }: Pick<TerminalStreams, 'stdin' | 'stderr'>,
  question: string,
  signal: AbortSignal,
): Promise<string> {
  const reader = createInterface({ input: stdin, output: stderr });
  const closed = new Promise<never>((_resolve, reject) => {
    reader.once('close', () => {
      reject(new CancelledError('nobody answered'));
    });
  });
  try {
    return await Promise.race([reader.question(question, { signal }), closed]);
  } catch (error) {
    // What is said next begins on a line of its own.
    stderr.write('\n');
    throw error;
  } finally {
    closed.catch(() => undefined);
    reader.close();
  }
}

/** Wraps the streams of the process. */
export function createTerminal(streams: TerminalStreams): Terminal {
  const { stdin, stdout, stderr, update, isDumb } = streams;
  const isInteractive = stderr.isTTY && !isDumb;
  let block = '';
  ignoreGoneReader(stdout);
  ignoreGoneReader(stderr);
  return {
    isInteractive,
    get columns() {
      return stderr.isTTY ? stderr.columns : 80;
    },
    get rows() {
      return stderr.isTTY ? stderr.rows : 24;
    },
    print: (text) => {
      stdout.write(`${plainText(text)}\n`);
    },
    note: (text) => {
      if (block === '') {
        stderr.write(`${plainText(text)}\n`);
        return;
      }
      update.persist(plainText(text));
      update(block);
    },
    redraw: (text) => {
      block = plainText(text);
      if (text === '') update.clear();
      else update(block);
    },
    ask: async (question, signal) => {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      return askLine({ stdin, stderr }, plainText(question), signal);
    },
  };
}
