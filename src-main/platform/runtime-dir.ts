import { lstat, mkdir } from 'node:fs/promises';

import { LabError } from '../domain/failure.ts';

/**
 * Has the folder for sockets in the end, usable by this user alone. It may lie in a folder everybody writes to (`/tmp`), so one
 * that somebody else prepared, or a link, is refused with `data-folder-not-writable`. Idempotent.
 */
export async function ensureRuntimeDir(dir: string, uid: number): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const found = await lstat(dir);
  // Windows knows neither owner nor mode here, and its temporary folder belongs to the user.
  const isPrivate = uid === -1 || (found.uid === uid && (found.mode & 0o077) === 0);
  if (found.isDirectory() && isPrivate) return;
  throw new LabError('data-folder-not-writable', `runtime folder '${dir}' belongs to somebody else`, {
    params: { path: dir },
  });
}
