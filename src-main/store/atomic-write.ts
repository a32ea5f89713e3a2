import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { ensureDir } from './ensure-dir.ts';
import { fileErrorCode, translateFileError } from './file-error.ts';
import { inTurn } from './in-turn.ts';

/**
 * Replaces a file as a whole: whatever happens, a reader finds the old content or the new one, and the new one is on the disk when
 * this resolves. Creates missing folders (0700). `mode` is that of the file. Throws `disk-full` or `data-folder-not-writable`.
 *
 * write-file-atomic 8.0.0 is not used: it writes with one call and does not look how much was written, so on a disk that is
 * nearly full it puts the first part in place of the old file, without an error.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  // One name is enough, as one process writes a file at a time: each lab has its lock.
  const temporaryPath = `${path}.${String(process.pid)}.tmp`;
  await inTurn(path, async () => {
    try {
      await ensureDir(dirname(path));
      await writeWhole(temporaryPath, content, mode);
      await rename(temporaryPath, path);
      await syncDir(dirname(path));
    } catch (error) {
      await removeTemporary(temporaryPath);
      throw translateFileError(error, path);
    }
  });
}

/** True for the name of a file that was not finished. */
export function isTemporary(path: string): boolean {
  return /\.\d+\.tmp$/.test(path);
}

async function removeTemporary(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch {
    // Why it could not be written is what matters; on a read-only disk this fails for the same reason.
  }
}

async function writeWhole(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'w', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows and some network drives cannot open or sync a folder; there a rename is safe enough by itself. */
const noFolderSyncCodes: readonly string[] = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'];

/** Brings the names in a folder to the disk: a new name may otherwise be lost when the power fails. */
async function syncDir(dir: string): Promise<void> {
  try {
    const folder = await open(dir, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!noFolderSyncCodes.includes(fileErrorCode(error))) throw error;
  }
}
