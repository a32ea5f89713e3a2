import { readdir, rm, rmdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { syncNames } from './sync-folder.ts';
import { unlessMissing } from './unless-missing.ts';

/**
 * Removes the files of a folder that `isOurs`, and the folders that are empty then, itself too; a link is a file here. `isOurs` is
 * asked with the path relative to the folder, with `/`. Answers what stays; of a folder that is not there: nothing. What went is gone for good
 * when this ends, but for the folder itself. Idempotent.
 */
export async function removeOwn(dir: string, isOurs: (path: string) => boolean): Promise<readonly string[]> {
  return removeBelow(dir, (path) => isOurs(relative(dir, path).replaceAll('\\', '/')));
}

async function removeBelow(dir: string, isOurs: (path: string) => boolean): Promise<readonly string[]> {
  const entries = await unlessMissing(readdir(dir, { withFileTypes: true }), null);
  if (entries === null) return [];
  const kept: string[] = [];
  for (const entry of entries) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) kept.push(...(await removeBelow(path, isOurs)));
    else if (isOurs(path)) await rm(path, { force: true });
    else kept.push(path);
  }
  await syncNames(dir);
  if (kept.length === 0) await rmdir(dir);
  return kept;
}
