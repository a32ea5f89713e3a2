import type { ReadableStreamDefaultReader } from 'node:stream/web';
import type { Response } from 'undici';

/** The body of an answer. Throws, and reads no further, as soon as it is longer than `maxBytes`: a server may send without end. */
export async function readAtMost({ body }: Pick<Response, 'body'>, maxBytes: number): Promise<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    pieces.push(piece.value);
    size += piece.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new Error(`the answer is longer than ${String(maxBytes)} bytes`);
    }
  }
  return Buffer.concat(pieces);
}
