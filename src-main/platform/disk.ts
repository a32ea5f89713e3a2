import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

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
