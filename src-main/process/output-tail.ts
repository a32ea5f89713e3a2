/** Keeps the end of a stream. */
export interface OutputTail {
  add(bytes: Buffer): void;
  /** What was kept as text: UTF-8, `\r\n` made `\n`. */
  text(): string;
}

function isContinuationByte(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Keeps the last `maxBytes` of what is added, starting at a whole character. */
export function createOutputTail(maxBytes: number): OutputTail {
  const chunks: Buffer[] = [];
  let keptBytes = 0;
  let isCut = false;

  function tail(): Buffer {
    const all = Buffer.concat(chunks);
    if (!isCut && all.length <= maxBytes) return all;
    let start = Math.max(0, all.length - maxBytes);
    while (isContinuationByte(all[start])) start += 1;
    return all.subarray(start);
  }

  return {
    add: (bytes) => {
      chunks.push(bytes);
      keptBytes += bytes.length;
      for (let first = chunks[0]; first !== undefined && keptBytes - first.length >= maxBytes; first = chunks[0]) {
        chunks.shift();
        keptBytes -= first.length;
        isCut = true;
      }
    },
    text: () => tail().toString('utf8').replaceAll('\r\n', '\n'),
  };
}
