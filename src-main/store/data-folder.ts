import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LabError } from '../domain/failure.ts';
import { fileErrorCode, translateFileError } from './file-error.ts';
import type { DataPaths } from './file-names.ts';

/** A file or a link to nowhere stands where a folder should be. */
const blockedCodes: readonly string[] = ['EEXIST', 'ENOTDIR', 'ELOOP'];

/**
 * Has the data folder and its parts in the end, new ones for this user alone (0700), and has proved by writing that they can be
 * used. Throws `data-folder-not-writable` or `disk-full` with `path`. Idempotent; touches nothing that is there.
 */
export async function ensureDataFolder(paths: DataPaths): Promise<void> {
  for (const dir of [paths.dataDir, paths.imagesDir, paths.basesDir, paths.labsDir, paths.trashDir, paths.logsDir]) {
    await attempt(dir, () => mkdir(dir, { recursive: true, mode: 0o700 }));
  }
  const probePath = join(paths.dataDir, `.write-test-${String(process.pid)}`);
  await attempt(paths.dataDir, async () => {
    try {
      await writeFile(probePath, 'This file may be removed.\n', { mode: 0o600, flush: true });
    } finally {
      await rm(probePath, { force: true });
    }
  });
}

async function attempt(dir: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!blockedCodes.includes(fileErrorCode(error))) throw translateFileError(error, dir);
    const details = { params: { path: dir }, cause: error };
    throw new LabError('data-folder-not-writable', `'${dir}' is not a folder`, details);
  }
}
