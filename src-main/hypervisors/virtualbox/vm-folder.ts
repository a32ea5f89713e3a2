import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileErrorCode, translateFileError } from '../../store/file-error.ts';
import { fileExists, unlessMissing } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';

type VmPlace = Pick<VmRef, 'vmId' | 'name' | 'dir'>;

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
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(join(dir, unfinishedFileName), unfinishedText, { mode: 0o600 });
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

async function listFoldersBelow(dir: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await unlessMissing(readdir(dir, { withFileTypes: true }), []);
  const folders = entries.filter((entry) => entry.isDirectory() && !ownFolders.includes(entry.name));
  const found = await Promise.all(
    folders.map(async (entry) => {
      const path = join(dir, entry.name);
      return [path, ...(await listFoldersBelow(path, depth - 1))];
    }),
  );
  return found.flat();
}

/** A folder in which VirtualBox keeps a VM; half-made or damaged ones have no settings that tell whose it is. */
interface MachineFolder {
  readonly path: string;
  readonly settingsPath: string | null;
}

/** Id of the VM whose settings these are; null when they do not tell. */
async function readSettingsId(path: string): Promise<string | null> {
  const text = await unlessMissing(readFile(path, 'utf8'), '');
  return /<Machine\s[^>]*?uuid="\{([0-9a-fA-F-]{36})\}"/.exec(text)?.[1]?.toLowerCase() ?? null;
}

/**
 * Null when another VM lives in the folder, or none. What lives there is told by the id in the settings, as folders and files are
 * renamed with the VM in VirtualBox's own window, and a user's VM may have any name.
 */
async function toMachineFolder(path: string, { vmId, name }: VmPlace): Promise<MachineFolder | null> {
  const files = (await unlessMissing(readdir(path), [])).filter((file) => /\.vbox(?:-prev)?$/.test(file));
  const settings = await Promise.all(
    files.map(async (file) => ({ path: join(path, file), owner: await readSettingsId(join(path, file)) })),
  );
  const own = settings.filter(({ owner }) => owner === vmId);
  const current = own.find((file) => file.path.endsWith('.vbox'));
  if (own.length > 0) return { path, settingsPath: current?.path ?? null };
  if (basename(path) !== name || settings.some(({ owner }) => owner !== null)) return null;
  const unreadable = settings.find((file) => file.path.endsWith('.vbox'));
  return { path, settingsPath: unreadable?.path ?? null };
}

/** Folders below `dir` that VirtualBox made for the VM, half-made ones too. */
async function machineFolders(place: VmPlace): Promise<readonly MachineFolder[]> {
  const folders = await listFoldersBelow(place.dir, maxDepth);
  const found = await Promise.all(folders.map((path) => toMachineFolder(path, place)));
  return found.filter((folder) => folder !== null);
}

/** True when a folder is there that VirtualBox made for this VM, and for no other. */
export async function hasMachineFolder(place: VmPlace): Promise<boolean> {
  return (await machineFolders(place)).length > 0;
}

/** The settings file of the VM, or null when there is none below its folder. */
export async function findSettingsFile(place: VmPlace): Promise<string | null> {
  return (await machineFolders(place)).find(({ settingsPath }) => settingsPath !== null)?.settingsPath ?? null;
}

/** True when something below its folder says that a VM of this id was made there. */
export async function holdsProofOf(place: VmPlace): Promise<boolean> {
  const owners = (await machineFolders(place)).map(async ({ path }) => {
    const files = (await unlessMissing(readdir(path), [])).filter((file) => /\.vbox(?:-prev)?$/.test(file));
    return Promise.all(files.map((file) => readSettingsId(join(path, file))));
  });
  return (await Promise.all(owners)).flat().includes(place.vmId);
}

/** Where the settings of another VM lie that has the place of this one, or null: a record that was edited by hand leads there. */
export async function findOther({ dir, vmId, name }: VmPlace): Promise<string | null> {
  for (const folder of await listFoldersBelow(dir, maxDepth)) {
    const path = join(folder, `${name}.vbox`);
    const owner = basename(folder) === name ? await readSettingsId(path) : null;
    if (owner !== null && owner !== vmId) return path;
  }
  return null;
}

/** Where settings files should be and are not; the folder itself when there is nothing of a VM in it. */
export async function listMissingSettings(place: VmPlace): Promise<readonly string[]> {
  const folders = await machineFolders(place);
  if (folders.length === 0) return [place.dir];
  return folders.flatMap(({ path, settingsPath }) =>
    settingsPath === null ? join(path, `${basename(path)}.vbox`) : [],
  );
}

/** Text of a file, or null when it is not there. */
export function readTextFile(path: string): Promise<string | null> {
  return unlessMissing(readFile(path, 'utf8'), null);
}

/** Replaces a file of which VirtualBox is not the owner right now. */
export async function replaceTextFile(path: string, text: string): Promise<void> {
  const nextPath = `${path}-next`;
  await writeFile(nextPath, text, { mode: 0o600 });
  await rename(nextPath, path);
}

async function diskFilesOf(folder: string): Promise<readonly string[]> {
  const snapshotDir = join(folder, 'Snapshots');
  const names = await unlessMissing(readdir(snapshotDir), []);
  return names.filter((name) => name.endsWith('.vdi')).map((name) => join(snapshotDir, name));
}

/** The disks with what differs from a base or a snapshot, in no order. */
export async function listDifferences(place: VmPlace): Promise<readonly string[]> {
  return (await Promise.all((await machineFolders(place)).map(({ path }) => diskFilesOf(path)))).flat();
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

function isWrittenByVirtualBox(fileName: string, vmNames: readonly string[]): boolean {
  const ending = /^(?:\.vbox(?:-prev|-tmp|-next)?|\.nvram|-screen\d+\.webm)$/;
  return vmNames.some((name) => fileName.startsWith(name) && ending.test(fileName.slice(name.length)));
}

/** What VirtualBox itself writes into its own folders (7.2.22); whatever else lies there is the user's. */
const writtenInside: Readonly<Record<string, RegExp>> = {
  Logs: /^VBox\w*(?:-\w+)*\.log(?:\.\d+)?$/,
  Snapshots: /^(?:\{[0-9a-f-]{36}\}\.vdi|.*\.sav|.*\.nvram)$/i,
};

async function removeMachineFolder({ path: folder, settingsPath }: MachineFolder, place: VmPlace): Promise<void> {
  for (const [own, pattern] of Object.entries(writtenInside)) {
    const files = await unlessMissing(readdir(join(folder, own)), []);
    for (const file of files) if (pattern.test(file)) await rm(join(folder, own, file), { force: true });
    await removeIfEmpty(join(folder, own));
  }
  const names = [place.name, ...(settingsPath === null ? [] : [basename(settingsPath, '.vbox')])];
  for (const file of await unlessMissing(readdir(folder), [])) {
    if (isWrittenByVirtualBox(file, names)) await rm(join(folder, file), { force: true });
  }
  let emptied = folder;
  while (emptied !== place.dir && (await removeIfEmpty(emptied))) emptied = dirname(emptied);
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
