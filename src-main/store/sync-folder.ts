import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { fileErrorCode } from './file-error.ts';

/** Gone meanwhile, held by another program, or of a kind that cannot be synced here: nothing of it is ours to bring to the disk. */
const passedOver: readonly string[] = ['ENOENT', 'EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBUSY', 'EROFS'];

/**
 * Brings what other programs wrote into a folder to the disk: files first, then their names. No hypervisor promises that by itself,
 * and without it a record may say that a disk is finished whose content a power cut takes back. Can be repeated; a folder that is not there counts as synced.
 */
export async function syncFolder(dir: string): Promise<void> {
  const entries = await unlessPassedOver(() => readdir(dir, { withFileTypes: true }));
  for (const entry of entries ?? []) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await syncFolder(path);
    // Windows syncs only what is open for writing.
    else if (entry.isFile()) await unlessPassedOver(() => syncOne(path, 'r+'));
  }
  await syncNames(dir);
}

/**
 * Brings to the disk what came into a folder, left it or got another name there: without it a power cut may bring back what was removed,
 * in parts, after the record of it went. Windows syncs no folders.
 */
export async function syncNames(dir: string): Promise<void> {
  await unlessPassedOver(() => syncOne(dir, 'r'));
}

async function syncOne(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function unlessPassedOver<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (passedOver.includes(fileErrorCode(error))) return null;
    throw error;
  }
}
