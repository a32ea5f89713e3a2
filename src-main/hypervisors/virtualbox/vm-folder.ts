import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { fileErrorCode, translateFileError } from '../../store/file-error.ts';
import { fileExists, unlessMissing } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';

type VmPlace = Pick<VmRef, 'name' | 'dir'>;

const baseDiskFileName = 'base.vdi';
/** Present from before the first call of a creation or deletion until after the last: nothing of the VM is worth keeping. */
const unfinishedFileName = 'unfinished.txt';
const unfinishedText = 'This virtual machine is being made or deleted by Big Data Lab.\n';
/** Folders VirtualBox fills in the folder of a VM. */
const ownFolders = ['Logs', 'Snapshots'];
/** VirtualBox puts a VM into `<group>/<subgroup>/<name>`; users may nest groups in its window. */
const maxDepth = 4;

/** Where the disk of a base lies. */
export function baseDiskPath({ dir }: Pick<VmRef, 'dir'>): string {
  return join(dir, baseDiskFileName);
}

/** Makes the folder of the VM, and notes in it that what comes is not finished. */
export async function beginUnfinished({ dir }: Pick<VmRef, 'dir'>): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, unfinishedFileName), unfinishedText);
  } catch (error) {
    throw translateFileError(error, dir);
  }
}

export async function endUnfinished({ dir }: Pick<VmRef, 'dir'>): Promise<void> {
  await rm(join(dir, unfinishedFileName), { force: true });
}

export async function isUnfinished({ dir }: Pick<VmRef, 'dir'>): Promise<boolean> {
  return fileExists(join(dir, unfinishedFileName));
}

async function findFolders(dir: string, name: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await unlessMissing(readdir(dir, { withFileTypes: true }), []);
  const folders = entries.filter((entry) => entry.isDirectory() && !ownFolders.includes(entry.name));
  const found = await Promise.all(
    folders.map(async (entry) => {
      const path = join(dir, entry.name);
      const deeper = await findFolders(path, name, depth - 1);
      return entry.name === name ? [path, ...deeper] : deeper;
    }),
  );
  return found.flat();
}

/** Folders below `dir` that VirtualBox made for the VM, half-made ones too. */
function machineFolders({ dir, name }: VmPlace): Promise<readonly string[]> {
  return findFolders(dir, name, maxDepth);
}

/** The settings file of the VM, or null when there is none below its folder. */
export async function findSettingsFile(place: VmPlace): Promise<string | null> {
  for (const folder of await machineFolders(place)) {
    const path = join(folder, `${place.name}.vbox`);
    if (await fileExists(path)) return path;
  }
  return null;
}

/** Where settings files should be and are not; the folder itself when there is nothing of a VM in it. */
export async function listMissingSettings(place: VmPlace): Promise<readonly string[]> {
  const expected = (await machineFolders(place)).map((folder) => join(folder, `${place.name}.vbox`));
  if (expected.length === 0) return [place.dir];
  const missing = await Promise.all(expected.map(async (path) => ((await fileExists(path)) ? null : path)));
  return missing.filter((path) => path !== null);
}

/** Text of a file, or null when it is not there. */
export function readTextFile(path: string): Promise<string | null> {
  return unlessMissing(readFile(path, 'utf8'), null);
}

/** Replaces a file of which VirtualBox is not the owner right now. */
export async function replaceTextFile(path: string, text: string): Promise<void> {
  const nextPath = `${path}-next`;
  await writeFile(nextPath, text);
  await rename(nextPath, path);
}

async function diskFilesOf(folder: string): Promise<readonly string[]> {
  const snapshotDir = join(folder, 'Snapshots');
  const names = await unlessMissing(readdir(snapshotDir), []);
  return names.filter((name) => name.endsWith('.vdi')).map((name) => join(snapshotDir, name));
}

/** The disks with what differs from a base or a snapshot, in no order. */
export async function listDifferences(place: VmPlace): Promise<readonly string[]> {
  return (await Promise.all((await machineFolders(place)).map(diskFilesOf))).flat();
}

/** Bytes the VM's own disks take on the host. */
export async function readDiskUsage(place: VmPlace): Promise<number> {
  const paths = [baseDiskPath(place), ...(await listDifferences(place))];
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const found = await unlessMissing(stat(path), null);
      return found === null ? 0 : found.blocks * 512;
    }),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** Removes a folder that is empty; one with something in it stays. */
async function removeIfEmpty(dir: string): Promise<boolean> {
  try {
    await rmdir(dir);
    return true;
  } catch (error) {
    // The code for "not empty" differs between systems.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOENT', 'EBUSY'].includes(fileErrorCode(error))) return false;
    throw error;
  }
}

function isWrittenByVirtualBox(fileName: string, vmName: string): boolean {
  if (!fileName.startsWith(vmName)) return false;
  return /^(?:\.vbox(?:-prev|-tmp|-next)?|\.nvram|-screen\d+\.webm)$/.test(fileName.slice(vmName.length));
}

async function removeMachineFolder(folder: string, { dir, name }: VmPlace): Promise<void> {
  for (const own of ownFolders) await rm(join(folder, own), { recursive: true, force: true });
  for (const file of await unlessMissing(readdir(folder), [])) {
    if (isWrittenByVirtualBox(file, name)) await rm(join(folder, file), { force: true });
  }
  let emptied = folder;
  while (emptied !== dir && (await removeIfEmpty(emptied))) emptied = dirname(emptied);
}

/**
 * Removes what VirtualBox and this driver wrote for the VM below its folder, the note that it is unfinished last. Everything
 * else stays, and so does the folder when something is left in it.
 */
export async function removeVmFiles(place: VmPlace): Promise<void> {
  try {
    for (const folder of await machineFolders(place)) await removeMachineFolder(folder, place);
    await rm(baseDiskPath(place), { force: true });
    await endUnfinished(place);
    await removeIfEmpty(place.dir);
  } catch (error) {
    throw translateFileError(error, place.dir);
  }
}

/** Removes a file that this driver made. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Removes a file that VirtualBox wrote for the VM; one outside its folder stays. */
export async function removeOwnFile({ dir }: Pick<VmRef, 'dir'>, path: string): Promise<void> {
  if (resolve(path).startsWith(resolve(dir) + sep)) await rm(path, { force: true });
}
