import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listNames } from './list-folders.ts';

/**
 * Removes a folder whose record (`lab.json`, `base.json`) goes last: cut off anywhere, what is left still has its record, is shown, and
 * can be removed again. Idempotent.
 */
export async function removeFolderRecordLast(dir: string, recordName: string): Promise<void> {
  for (const name of await listNames(dir)) {
    if (name !== recordName) await rm(join(dir, name), { recursive: true, force: true });
  }
  await rm(dir, { recursive: true, force: true });
}
