import type { IncomingMessage } from 'node:http';
import { LabError } from '../../domain/failure.ts';

/** The largest request: a lab's spec has a few hundred bytes. */
export const maxBodyKiB = 256;
const maxBodyBytes = maxBodyKiB * 1024;

/** Reads the JSON a request carries. Throws `malformed-request` or `request-too-large`; nothing was done then. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Other pages can send plain forms and texts without being asked; JSON they cannot.
  if (type !== 'application/json') throw malformed('wrong-type');
  return parse(decode(await readBytes(request)));
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) reject(tooLarge());
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // What is too much is read to its end but not kept, so that the answer reaches whoever is still sending.
      if (length > maxBodyBytes) {
        chunks.length = 0;
        reject(tooLarge());
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
    throw malformed('wrong-encoding');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw malformed('not-json');
  }
}

function malformed(reason: 'wrong-type' | 'wrong-encoding' | 'not-json'): LabError {
  return new LabError('malformed-request', `the body of the request: ${reason}`, { params: { reason } });
}

function tooLarge(): LabError {
  return new LabError('request-too-large', 'the body of the request is too large', { params: { maxKiB: maxBodyKiB } });
}
