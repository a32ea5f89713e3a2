import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, malformedBody, maxBodyBytes, parseBody } from '../screen/parse-body.ts';

/** From the headers to the end of the body. */
const bodyTimeoutMs = 30_000;

/** Reads the JSON a request carries. Throws `malformed-request` or `request-too-large`; nothing was done then. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Other pages can send plain forms and texts without being asked; JSON they cannot.
  if (type !== 'application/json') throw malformedBody('wrong-type');
  return parseBody(decode(await readBytes(request)));
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const limit = setTimeout(() => request.destroy(new Error('the body took too long')), bodyTimeoutMs);
    request.once('close', () => {
      clearTimeout(limit);
    });
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) reject(bodyTooLarge());
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // What is too much is read to its end but not kept, so that the answer reaches whoever is still sending.
      if (length > maxBodyBytes) {
        chunks.length = 0;
        reject(bodyTooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformedBody('wrong-encoding');
  }
}
