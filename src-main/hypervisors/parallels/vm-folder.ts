import { mkdir, readdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { fileErrorCode, translateFileError } from '../../store/file-error.ts';
import { unlessMissing } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import { bundleName } from './argv.ts';
import { parseMarker } from './marker.ts';
import type { Marker } from './marker.ts';
import { formatMarker } from './marker.ts';

/** Present from before the first call of a creation or deletion until after the last: nothing of the VM is worth keeping. */
const unfinishedFileName = 'unfinished.txt';
const unfinishedText = 'This virtual machine is being made or deleted.\n';

/** Where Parallels puts the VM: a folder of its own below the folder of the VM. */
export function bundlePath(ref: VmRef): string {
  return join(ref.dir, bundleName(ref));
}

/** The disk that is made for a base; it is copied and moved with its bundle. */
export function baseDiskPath(home: string): string {
  return join(home, 'base.hdd');
}

/** Makes the folder of the VM, and notes in it that what comes is not finished. */
export async function beginUnfinished({ dir }: Pick<VmRef, 'dir'>, marker: Marker): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(join(dir, unfinishedFileName), `${unfinishedText}${formatMarker(marker)}\n`, { mode: 0o600 });
  } catch (error) {
    throw translateFileError(error, dir);
  }
}

export async function endUnfinished({ dir }: Pick<VmRef, 'dir'>): Promise<void> {
  await rm(join(dir, unfinishedFileName), { force: true });
}

/** What the note says of this very VM, or null when there is none. */
export async function readUnfinished({ dir, vmId }: Pick<VmRef, 'dir' | 'vmId'>): Promise<Marker | null> {
  const text = await unlessMissing(readFile(join(dir, unfinishedFileName), 'utf8'), null);
  const marker = text === null ? null : parseMarker(text);
  return marker?.vmId === vmId ? marker : null;
}

/** macOS may tell a path in another spelling of the same letters. */
function comparable(path: string): string {
  return resolve(path).normalize('NFC');
}

/** True when `path` lies below `dir`, which may be named through links (`/tmp` is one on macOS). */
export async function liesBelow(path: string, dir: string): Promise<boolean> {
  if (path === '') return false;
  const dirs = [dir, await unlessMissing(realpath(dir), dir)];
  return dirs.some((folder) => comparable(path).startsWith(comparable(folder) + sep));
}

/** True when the last part of `path` is the folder Parallels was told to make for this VM. */
export function isOwnBundle(path: string, ref: Pick<VmRef, 'name' | 'vmId'>): boolean {
  return basename(path).normalize('NFC') === bundleName(ref).normalize('NFC');
}

/** The file that holds the bytes of a plain disk, or null. */
export async function findDiskData(diskPath: string): Promise<string | null> {
  const names = await unlessMissing(readdir(diskPath), []);
  const data = names.filter((name) => name.endsWith('.hds'));
  return data.length === 1 && data[0] !== undefined ? join(diskPath, data[0]) : null;
}

/** Bytes that the files of a bundle take on the Mac. */
export async function readDiskUsage(home: string): Promise<number> {
  const entries = await unlessMissing(readdir(home, { withFileTypes: true, recursive: true }), []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await unlessMissing(stat(join(entry.parentPath, entry.name)), null))?.blocks ?? 0),
  );
  return sizes.reduce((sum, blocks) => sum + blocks * 512, 0);
}

/** Removes a folder that is empty; one with something in it stays. */
async function removeIfEmpty(dir: string): Promise<void> {
  try {
    await rmdir(dir);
  } catch (error) {
    // The code for "not empty" differs between systems.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOENT', 'EBUSY'].includes(fileErrorCode(error))) throw error;
  }
}

/**
 * Removes what Parallels may have left of the VM in its folder, the note that it is unfinished last. Everything else stays, and
 * so does the folder when something is left in it. Call it when Parallels does not know the VM any more.
 */
export async function removeVmFiles(ref: VmRef, serialPaths: readonly string[] = []): Promise<void> {
  try {
    await rm(bundlePath(ref), { recursive: true, force: true });
    for (const path of serialPaths) if (await liesBelow(path, ref.dir)) await rm(path, { force: true });
    await endUnfinished(ref);
    await removeIfEmpty(ref.dir);
  } catch (error) {
    throw translateFileError(error, ref.dir);
  }
}
