import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary } from './atomic-write.ts';
import { isMissingFile, translateFileError } from './file-error.ts';

/**
 * Removes what processes that are gone have left of files they were writing. Only below a folder whose lock the caller holds: nobody
 * else writes there then, and the caller does not yet.
 */
export async function removeTemporaries(dir: string): Promise<void> {
  for (const path of await listOrNothing(dir)) {
    if (isTemporary(path)) await rm(join(dir, path), { force: true });
  }
}

async function listOrNothing(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir, { recursive: true });
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw translateFileError(error, dir);
  }
}
