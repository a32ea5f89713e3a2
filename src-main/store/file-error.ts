import { LabError } from '../domain/failure.ts';

/** Code the system gave, such as `ENOENT`; empty when there is none. */
export function fileErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** True when `error` says that a file or folder is not there. */
export function isMissingFile(error: unknown): boolean {
  return fileErrorCode(error) === 'ENOENT';
}

/**
 * The expected failure behind an error of the file system: `disk-full` or `data-folder-not-writable`, each with `path`. Every
 * other error comes back as it is. For everything that writes below the data folder.
 */
export function translateFileError(error: unknown, path: string): Error {
  const details = { params: { path }, cause: error };
  switch (fileErrorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new LabError('disk-full', `no space left for '${path}'`, details);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // A file is where a folder should be, or a link leads nowhere: nothing can be kept below it.
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new LabError('data-folder-not-writable', `not allowed to use '${path}'`, details);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
