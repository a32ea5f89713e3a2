import { StringDecoder } from 'node:string_decoder';

/** Longest line kept together; a program that never ends its line must not fill the memory. */
const maxLineLength = 1024 * 1024;

/** Takes the bytes of one stream in pieces and hands on whole lines. */
export interface LineSplitter {
  add(bytes: Buffer): void;
  /** The stream is over: what is left without an end of line is a line too. */
  end(): void;
}

/**
 * Calls `onLine` with every line, without its end. `\n`, `\r\n` and a lone `\r` (progress that overwrites itself) end a line,
 * wherever the pieces are cut; so may characters be cut.
 */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let endedWithReturn = false;

  function take(text: string): void {
    if (text === '') return;
    const fresh = endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    endedWithReturn = text.endsWith('\r');
    const lines = (pending + fresh).split(/\r\n|\n|\r/);
    pending = lines.pop() ?? '';
    if (pending.length > maxLineLength) lines.push(pending);
    if (pending.length > maxLineLength) pending = '';
    for (const line of lines) onLine(line);
  }

  return {
    add: (bytes) => {
      take(decoder.write(bytes));
    },
    end: () => {
      take(decoder.end());
      if (pending !== '') onLine(pending);
      pending = '';
    },
  };
}
