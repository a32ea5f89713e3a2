import { readdir } from 'node:fs/promises';

import { isMissingFile, translateFileError } from './file-error.ts';

/** Names of everything in `dir`; none when there is no such folder. What else is wrong with it is thrown as it comes. */
export async function listNames(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

/** Names of the folders in `dir`; none when there is no such folder. Throws `data-folder-not-writable` where it may not look. */
export async function listFolders(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw translateFileError(error, dir);
  }
}
