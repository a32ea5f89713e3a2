import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { LabError } from '../domain/failure.ts';
import { fileErrorCode, isMissingFile, translateFileError } from './file-error.ts';

/**
 * Has the folder in the end; new ones, its parents too, are for this user alone (0700). Throws `data-folder-not-writable` (also
 * when a file is in the way) or `disk-full`, with `path`.
 *
 * Node 24's own `mkdir` with `recursive` says ENOENT on a read-only disk, so nobody could tell what is wrong.
 */
export async function ensureDir(dir: string): Promise<void> {
  const error = await tryMake(dir);
  if (error === null) return;
  const isParentMissing = isMissingFile(error) && dirname(dir) !== dir;
  if (isParentMissing) await ensureDir(dirname(dir));
  const lastError = isParentMissing ? await tryMake(dir) : error;
  if (lastError !== null) throw toFailure(lastError, dir);
}

/** Null when the folder is there now, else why it could not be made. */
async function tryMake(dir: string): Promise<unknown> {
  try {
    await mkdir(dir, { mode: 0o700 });
    return null;
  } catch (error) {
    return (await isFolder(dir)) ? null : error;
  }
}

function toFailure(error: unknown, dir: string): Error {
  if (!['EEXIST', 'ENOTDIR', 'ELOOP'].includes(fileErrorCode(error))) return translateFileError(error, dir);
  const details = { params: { path: dir }, cause: error };
  return new LabError('data-folder-not-writable', `'${dir}' is not a folder`, details);
}

async function isFolder(dir: string): Promise<boolean> {
  try {
    return (await stat(dir)).isDirectory();
  } catch {
    // The reason that matters is why it could not be made.
    return false;
  }
}
