import { LabError } from '../domain/failure.ts';
import { fileErrorCode } from '../store/file-error.ts';

/** Why a folder cannot be shown; each has its words in the locales (`words.reason.<id>`). */
export const folderReasons = ['folder-missing', 'folder-forbidden', 'no-folder', 'no-path', 'folder-broken'] as const;
export type FolderReason = (typeof folderReasons)[number];

const reasonByCode: Readonly<Record<string, FolderReason>> = {
  ENOENT: 'folder-missing',
  EACCES: 'folder-forbidden',
  EPERM: 'folder-forbidden',
  ENOTDIR: 'no-folder',
};

/** Refuses a folder, with the reason. */
export function folderNotReadable(path: string, reason: FolderReason, cause?: unknown): LabError {
  // A text with a zero byte in it could not be shown.
  const params = { path: path.replaceAll('\0', '\ufffd'), reason };
  const evidence = reason === 'folder-broken' ? [String(cause)] : [];
  return new LabError('folder-not-readable', `cannot list '${params.path}': ${reason}`, { params, evidence, cause });
}

/** The same for what the system said: a disk that was pulled out says many things. */
export function folderFailure(error: unknown, path: string): LabError {
  return folderNotReadable(path, reasonByCode[fileErrorCode(error)] ?? 'folder-broken', error);
}
