import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ensureDir } from './ensure-dir.ts';
import { translateFileError } from './file-error.ts';
import type { DataPaths } from './file-names.ts';

/**
 * Has the data folder and its parts in the end, new ones for this user alone (0700), and has proved by writing that they can be
 * used. Throws `data-folder-not-writable` or `disk-full` with `path`. Idempotent; touches nothing that is there.
 */
export async function ensureDataFolder(paths: DataPaths): Promise<void> {
  for (const dir of [paths.dataDir, paths.imagesDir, paths.basesDir, paths.labsDir, paths.trashDir, paths.logsDir]) {
    await ensureDir(dir);
  }
  await proveWritable(paths.dataDir);
}

async function proveWritable(dir: string): Promise<void> {
  // One name for all processes: what a power cut leaves of it, the next one takes away.
  const probePath = join(dir, '.write-test');
  try {
    await writeFile(probePath, 'This file may be removed.\n', { mode: 0o600, flush: true });
  } catch (error) {
    throw translateFileError(error, dir);
  } finally {
    await rm(probePath, { force: true });
  }
}
