import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { Platform } from './platform.ts';

/** The folders of PATH that can be looked into, in the order in which a shell does. */
export function pathFolders({ id, env }: Pick<Platform, 'id' | 'env'>): readonly string[] {
  const searchPath = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  if (id === 'windows') return searchPath.split(';').filter((dir) => win32.isAbsolute(dir));
  return searchPath.split(':').filter((dir) => posix.isAbsolute(dir));
}

/** The first of these paths that this user may run, or that is there at all (`mode`); null when there is none. */
export async function findFirst(paths: readonly string[], mode: number = constants.X_OK): Promise<string | null> {
  for (const path of paths) {
    const isThere = await access(path, mode).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
