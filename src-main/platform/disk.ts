import { statfsSync } from 'node:fs';
import { lstat, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes this user may still write on the volume of `dir`; where `dir` is not there yet, of its nearest parent that is. */
export async function readFreeBytes(dir: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch (error) {
    if (!isMissing(error) || dirname(dir) === dir) throw error;
    return readFreeBytes(dirname(dir));
  }
}

/** The same at once: one call of the system, for work that looks while it writes. */
export function readFreeBytesNow(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch (error) {
    if (!isMissing(error) || dirname(dir) === dir) throw error;
    return readFreeBytesNow(dirname(dir));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Bytes the files below `dir` take on the disk (not their nominal sizes); 0 where nothing is there. */
export async function readFolderBytes(dir: string): Promise<number> {
  const names = await listOrNothing(dir);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const path = join(dir, name);
      const found = await lstat(path);
      return found.isDirectory() ? readFolderBytes(path) : found.blocks * 512;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function listOrNothing(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
