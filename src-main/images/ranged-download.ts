import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { LabError } from '../domain/failure.ts';
import type { TextRef } from '../domain/operation.ts';
import { fileErrorCode, isMissingFile, translateFileError } from '../store/file-error.ts';
import { damagedImage } from './image-failures.ts';

/** A server that sends nothing for so long is given up, and asked again later. */
const stallMs = 30_000;
const mibBytes = 1024 ** 2;

export interface DownloadRequest {
  readonly url: string;
  /** The file grows here; what is there already is gone on with. */
  readonly path: string;
  /** SHA-256 the whole file must have. */
  readonly digest: string;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
}

/**
 * Downloads to `path`, going on behind what is there. The checksum is computed on the way; a file with a wrong one is removed,
 * as a part that came from elsewhere would spoil every further try. A part is kept on every other failure, but for a full disk.
 * Throws `download-failed`, `image-damaged`, `disk-full`.
 */
export async function downloadFile(wanted: DownloadRequest): Promise<void> {
  const hash = createHash('sha256');
  let haveBytes = await hashPart(wanted.path, hash);
  const answer = await ask(wanted, haveBytes);
  let current = hash;
  if (answer.statusCode !== 206 && answer.statusCode !== 416) {
    // The server does not do ranges: from the beginning.
    current = createHash('sha256');
    haveBytes = 0;
  }
  if (answer.statusCode === 416) await answer.body.dump();
  else await save(wanted, answer, { hash: current, haveBytes });
  if (current.digest('hex') === wanted.digest) return;
  await rm(wanted.path, { force: true });
  throw damagedImage(wanted.url, 'SHA-256');
}

async function hashPart(path: string, hash: Hash): Promise<number> {
  try {
    await stat(path);
  } catch (error) {
    if (isMissingFile(error)) return 0;
    throw translateFileError(error, path);
  }
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: mibBytes })) {
    const part = chunk as Buffer;
    hash.update(part);
    bytes += part.length;
  }
  return bytes;
}

function failed(url: string, reason: string, cause?: unknown): LabError {
  return new LabError('download-failed', `download of ${url} failed: ${reason}`, { params: { url, reason }, cause });
}

async function ask({ url, dispatcher, signal }: DownloadRequest, haveBytes: number): Promise<Dispatcher.ResponseData> {
  const headers = haveBytes > 0 ? { range: `bytes=${String(haveBytes)}-` } : {};
  let answer: Dispatcher.ResponseData;
  try {
    answer = await request(url, { dispatcher, signal, headers, bodyTimeout: stallMs, headersTimeout: stallMs });
  } catch (error) {
    throw failed(url, error instanceof Error ? error.message : String(error), error);
  }
  if ([200, 206, 416].includes(answer.statusCode)) return answer;
  await answer.body.dump();
  throw failed(url, `HTTP ${String(answer.statusCode)}`);
}

async function save(
  { url, path, signal, report }: DownloadRequest,
  answer: Dispatcher.ResponseData,
  { hash, haveBytes }: { readonly hash: Hash; readonly haveBytes: number },
): Promise<void> {
  const restBytes = Number(answer.headers['content-length']);
  const totalBytes = Number.isFinite(restBytes) ? haveBytes + restBytes : null;
  const file = await open(path, haveBytes > 0 ? 'a' : 'w', 0o600);
  let doneBytes = haveBytes;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      file.writeFile(chunk).then(() => {
        hash.update(chunk);
        doneBytes += chunk.length;
        const params = {
          doneMiB: Math.floor(doneBytes / mibBytes),
          totalMiB: totalBytes === null ? '?' : Math.ceil(totalBytes / mibBytes),
        };
        report(totalBytes === null ? null : doneBytes / totalBytes, { key: 'progress.image-download', params });
        done();
      }, done);
    },
  });
  try {
    await pipeline(answer.body, sink, { signal });
    await file.sync();
  } catch (error) {
    await removeWhenFull(path, error);
    throw fileErrorCode(error).startsWith('E') && fileErrorCode(error) !== 'ECONNRESET'
      ? translateFileError(error, path)
      : failed(url, 'connection lost', error);
  } finally {
    await file.close();
  }
}

/** On a full disk the part is in the way of everything else. */
async function removeWhenFull(path: string, error: unknown): Promise<void> {
  if (['ENOSPC', 'EDQUOT'].includes(fileErrorCode(error))) await rm(path, { force: true });
}
