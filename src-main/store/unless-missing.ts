import { stat } from 'node:fs/promises';
import { fileErrorCode, isMissingFile } from './file-error.ts';

/** What the file system answers, or `otherwise` where there is nothing: no such file, or a file where a folder on the way should be. */
export async function unlessMissing<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isMissingFile(error) || fileErrorCode(error) === 'ENOTDIR') return otherwise;
    throw error;
  }
}

/** True when the file or folder is there; throws when the disk does not answer. */
export async function fileExists(path: string): Promise<boolean> {
  return (await unlessMissing(stat(path), null)) !== null;
}
