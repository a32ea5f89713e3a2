/** How far into a log without a beginning a clean place to start is looked for. */
const searchBytes = 4096;
const lineFeed = 0x0a;

/** What a terminal said, as bytes numbered from 0 on; what was seen and is old enough is dropped from the front. */
export interface OutputLog {
  /** Number of the first byte that is kept. */
  readonly start: () => number;
  /** Number of the byte that comes next. */
  readonly end: () => number;
  readonly append: (bytes: Uint8Array) => void;
  /** The bytes from `from`, which must be kept, to the end, in one piece. */
  readonly read: (from: number) => Uint8Array;
  /** Drops what lies before `seen` and is not among the last `keepBytes`. */
  readonly trim: (seen: number) => void;
  /** Where a screen that has `received` bytes goes on: right there, or at the first clean place that is kept. */
  readonly resumeFrom: (received: number) => number;
}

export function createOutputLog(keepBytes: number): OutputLog {
  const pieces: Uint8Array[] = [];
  let start = 0;
  let end = 0;

  function read(from: number): Uint8Array {
    if (from < start || from > end) throw new Error(`bytes from ${String(from)} are not kept`);
    let begin = end;
    let index = pieces.length;
    // From the back: what is asked for most is what came last.
    while (begin > from) {
      index -= 1;
      begin -= pieces[index]?.length ?? 0;
    }
    return Buffer.concat(pieces.slice(index)).subarray(from - begin);
  }

  function trim(seen: number): void {
    let dropped = 0;
    for (const piece of pieces) {
      const next = start + piece.length;
      if (next > seen || end - next < keepBytes) break;
      start = next;
      dropped += 1;
    }
    pieces.splice(0, dropped);
  }

  return {
    start: () => start,
    end: () => end,
    append: (bytes) => {
      pieces.push(bytes);
      end += bytes.length;
    },
    read,
    trim,
    resumeFrom: (received) => {
      if (received >= start && received <= end) return received;
      return start === 0 ? 0 : start + cleanStart(read(start));
    },
  };
}

/**
 * How many bytes of a text without a beginning to leave out: to the next line, so that neither a character nor, in most cases, an
 * escape sequence is cut in two; where no line ends soon, the rest of a character.
 */
export function cleanStart(bytes: Uint8Array): number {
  const head = bytes.subarray(0, searchBytes);
  const line = head.indexOf(lineFeed);
  if (line !== -1) return line + 1;
  const character = head.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return character === -1 ? 0 : character;
}
