import { lstat, readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes this user may still write on the volume of `dir`; where `dir` is not there yet, of its nearest parent that is. */
export async function readFreeBytes(dir: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(dir);
    return bavail * bsize;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(dir) === dir) throw error;
    return readFreeBytes(dirname(dir));
  }
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
