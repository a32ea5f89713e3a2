import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Response } from 'undici';
import { diskNearlyFull, leavesRoom } from '../domain/disk-room.ts';
import { CancelledError, LabError } from '../domain/failure.ts';
import { readFreeBytes } from '../platform/disk.ts';
import { fileErrorCode, isMissingFile, translateFileError } from '../store/file-error.ts';
import type { HttpClient } from './http-client.ts';
import { describeNetworkError, parseContentRange } from './parse-http.ts';
import { readPartOrigin, removePart, writePartOrigin } from './part-file.ts';

/** Images of the catalogue have less than 1 GiB, media less than 4. */
const maxImageBytes = 16 * 1024 ** 3;

/** One try to get one file from one place. */
export interface DownloadRequest {
  readonly url: string;
  /** The file grows here; what is there already is gone on with. */
  readonly path: string;
  /** SHA-256 the whole file must have. */
  readonly digest: string;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
  /** What is longer is discarded; for tests. Default 16 GiB. */
  readonly maxBytes?: number;
}

/** How a try ended. Network trouble is an answer here, as the caller alone knows the other mirrors. */
export type DownloadOutcome =
  | { readonly kind: 'done' }
  /** The checksum is wrong and the file removed; `resumed`: perhaps only because an older part was something else. */
  | { readonly kind: 'wrong-digest'; readonly resumed: boolean }
  /** The server says that it has no such file (any more). */
  | { readonly kind: 'gone'; readonly reason: string }
  /** No connection or no more bytes; what came is kept. */
  | { readonly kind: 'broken'; readonly reason: string; readonly answered: boolean; readonly receivedBytes: number };

/**
 * Downloads to `path`, going on behind what is there if the server still has the same file. The checksum is computed on the way.
 * What is longer than any image is discarded like one with a wrong checksum.
 * Throws `disk-nearly-full` before it begins and what `onProgress` throws (the part stays), `disk-full` (a part that filled the disk is
 * removed) and `data-folder-not-writable`; aborting rejects with `CancelledError` and keeps the part.
 */
export async function downloadFile(request: DownloadRequest): Promise<DownloadOutcome> {
  const { path, signal, digest } = request;
  const part = await hashPart(path, signal);
  const answer = await ask(request, part.bytes);
  if (answer.kind !== 'answered') return answer;
  const { response } = answer;
  const range = parseContentRange(response.headers.get('content-range'));
  if (response.status === 416) {
    await response.body?.cancel();
    return judge(request, { hash: part.hash, resumed: true, isWhole: range?.totalBytes === part.bytes });
  }
  const resumed = response.status === 206 && range?.start === part.bytes;
  if (response.status === 206 && !resumed) {
    await response.body?.cancel();
    await removePart(path);
    return { kind: 'wrong-digest', resumed: true };
  }
  const hash = resumed ? part.hash : createHash('sha256');
  const broken = await save(request, response, { hash, haveBytes: resumed ? part.bytes : 0 });
  if (broken?.kind === 'wrong-digest') await removePart(path);
  if (broken !== null) return broken;
  return judge({ path, digest }, { hash, resumed, isWhole: true });
}

async function judge(
  { path, digest }: Pick<DownloadRequest, 'path' | 'digest'>,
  { hash, resumed, isWhole }: { readonly hash: Hash; readonly resumed: boolean; readonly isWhole: boolean },
): Promise<DownloadOutcome> {
  if (isWhole && hash.digest('hex') === digest) return { kind: 'done' };
  await removePart(path);
  return { kind: 'wrong-digest', resumed };
}

interface HashedPart {
  readonly hash: Hash;
  readonly bytes: number;
}

async function hashPart(path: string, signal: AbortSignal): Promise<HashedPart> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 1024 ** 2 });
  try {
    for await (const chunk of stream) {
      if (signal.aborted) throw cancelled(path);
      if (chunk instanceof Buffer) hash.update(chunk);
    }
  } catch (error) {
    if (isMissingFile(error)) return { hash, bytes: 0 };
    throw error instanceof CancelledError ? error : translateFileError(error, path);
  }
  return { hash, bytes: stream.bytesRead };
}

function cancelled(path: string): CancelledError {
  return new CancelledError(`cancelled; what was downloaded is kept in '${path}'`);
}

type Answer = { readonly kind: 'answered'; readonly response: Response } | DownloadOutcome;

async function ask({ url, path, http, signal }: DownloadRequest, haveBytes: number): Promise<Answer> {
  const headers = haveBytes > 0 ? await rangeHeaders(url, path, haveBytes) : {};
  let response: Response;
  try {
    response = await http.fetch(url, { signal, headers });
  } catch (error) {
    if (signal.aborted) throw cancelled(path);
    return { kind: 'broken', reason: describeNetworkError(error), answered: false, receivedBytes: 0 };
  }
  const { status } = response;
  if ([200, 206, 416].includes(status) && (status === 416 || response.body !== null))
    return { kind: 'answered', response };
  await response.body?.cancel();
  const reason = `HTTP ${String(status)}`;
  const comesBack = status === 408 || status === 429 || status >= 500;
  return comesBack ? { kind: 'broken', reason, answered: true, receivedBytes: 0 } : { kind: 'gone', reason };
}

/** With `If-Range` a server that has another file by now sends it whole instead of its tail. */
async function rangeHeaders(url: string, path: string, haveBytes: number): Promise<Record<string, string>> {
  const origin = await readPartOrigin(path);
  const range = { range: `bytes=${String(haveBytes)}-` };
  return origin?.url === url ? { ...range, 'if-range': origin.validator } : range;
}

/** A server that sends on and on, or says it would: what is longer than any image is none, whatever its checksum would be. */
const tooLong: DownloadOutcome = { kind: 'wrong-digest', resumed: false };

/** Writes the body behind what is there; null when all of it came. */
async function save(
  request: DownloadRequest,
  response: Response,
  { hash, haveBytes }: { readonly hash: Hash; readonly haveBytes: number },
): Promise<DownloadOutcome | null> {
  const { path, signal, onProgress, url, maxBytes = maxImageBytes } = request;
  const totalBytes = totalOf(response, haveBytes);
  if (totalBytes !== null && totalBytes > maxBytes) {
    await response.body?.cancel();
    return tooLong;
  }
  const file = await preparePart({ path, url, haveBytes, totalBytes }, response);
  let doneBytes = haveBytes;
  try {
    for await (const chunk of bodyOf(response)) {
      if (doneBytes + chunk.length > maxBytes) return tooLong;
      await append(file, path, chunk);
      hash.update(chunk);
      doneBytes += chunk.length;
      onProgress(doneBytes, totalBytes);
    }
    await file.sync();
  } catch (error) {
    if (error instanceof LabError || fileErrorCode(error) === 'EIO') throw error;
    if (signal.aborted) throw cancelled(path);
    const receivedBytes = doneBytes - haveBytes;
    return { kind: 'broken', reason: describeNetworkError(error), answered: true, receivedBytes };
  } finally {
    await file.close();
  }
  return null;
}

async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const body: AsyncIterable<unknown> = response.body;
  for await (const chunk of body) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

function totalOf(response: Response, haveBytes: number): number | null {
  const length = response.headers.get('content-length');
  const restBytes = length === null ? Number.NaN : Number(length);
  return Number.isSafeInteger(restBytes) ? haveBytes + restBytes : null;
}

/** Better said before the disk is full than after. What was downloaded earlier stays. */
async function assertRoom(path: string, neededBytes: number): Promise<void> {
  const freeBytes = await readFreeBytes(dirname(path));
  if (!leavesRoom(freeBytes, neededBytes)) throw diskNearlyFull(path, { freeBytes, neededBytes });
}

interface Part {
  readonly path: string;
  readonly url: string;
  readonly haveBytes: number;
  readonly totalBytes: number | null;
}

/** Opens the part for the body that is to come; without room for it nothing of the body is read. */
async function preparePart({ path, url, haveBytes, totalBytes }: Part, response: Response): Promise<FileHandle> {
  try {
    if (totalBytes !== null) await assertRoom(path, totalBytes - haveBytes);
    if (haveBytes === 0) await writePartOrigin(path, url, response.headers);
    return await open(path, haveBytes > 0 ? 'a' : 'w', 0o600);
  } catch (error) {
    await response.body?.cancel();
    throw translateFileError(error, path);
  }
}

async function append(file: FileHandle, path: string, chunk: Uint8Array): Promise<void> {
  try {
    await file.appendFile(chunk);
  } catch (error) {
    const failure = translateFileError(error, path);
    // On a full disk the part is in the way of everything else.
    if (failure instanceof LabError && failure.code === 'disk-full') await rm(path, { force: true });
    throw failure;
  }
}
