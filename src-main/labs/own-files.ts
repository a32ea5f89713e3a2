import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LabPlan } from '../domain/plan-types.ts';
import type { BaseId } from '../domain/ids.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import { fileErrorCode } from '../store/file-error.ts';
import type { DataPaths } from '../store/file-names.ts';
import { fileExists, unlessMissing } from '../store/unless-missing.ts';
import { installerPathOf, seedPathOf, serialLogPathOf } from './context.ts';
import { credentialFiles } from './credentials.ts';

/*
 * Removing what labs wrote, by name: a user's file may lie in any folder of ours, and a folder that holds one stays. Nothing here
 * removes a folder with its content.
 */

/** Removes a folder unless something is in it. */
async function removeIfEmpty(dir: string): Promise<void> {
  try {
    await rmdir(dir);
  } catch (error) {
    // The code for "not empty" differs between systems.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOENT', 'ENOTDIR', 'EBUSY'].includes(fileErrorCode(error))) throw error;
  }
}

/** A file, and what an interrupted writing of it left beside it. */
async function removeOwn(path: string): Promise<void> {
  const isLeftOf = (name: string): boolean =>
    name.startsWith(`${basename(path)}.`) && /^\.\d+\.tmp$/.test(name.slice(basename(path).length));
  const halves = (await unlessMissing(readdir(dirname(path)), [])).filter(isLeftOf);
  for (const name of [basename(path), ...halves]) await rm(join(dirname(path), name), { force: true });
}

async function removeAll(files: readonly string[], dirs: readonly string[]): Promise<readonly string[]> {
  for (const file of files) await removeOwn(file);
  for (const dir of dirs) await removeIfEmpty(dir);
  const kept = dirs.at(-1);
  return kept !== undefined && (await fileExists(kept)) ? [kept] : [];
}

/**
 * Removes what labs put into the folder of a VM that its driver has deleted. Answers the folder when it stays, as something in it
 * is neither ours nor the driver's.
 */
export function removeVmFolder(ref: VmRef): Promise<readonly string[]> {
  return removeAll([seedPathOf(ref), serialLogPathOf(ref), installerPathOf(ref)], [ref.dir]);
}

/** True when more is in the folder than what is written into it before a VM is made. */
export async function holdsVm(ref: VmRef): Promise<boolean> {
  const before = [seedPathOf(ref), serialLogPathOf(ref)].map((path) => basename(path));
  return (await unlessMissing(readdir(ref.dir), [])).some((name) => !before.includes(name));
}

/** As `removeVmFolder`, for the folder of a base. */
export async function removeBaseFolder(paths: DataPaths, ref: VmRef, baseId: BaseId): Promise<readonly string[]> {
  await removeVmFolder(ref);
  return removeAll([paths.baseFile(baseId)], [paths.baseDir(baseId)]);
}

/** As `removeVmFolder`, for the folder of a lab whose VMs are deleted. */
export async function removeLabFolder(paths: DataPaths, plan: LabPlan): Promise<readonly string[]> {
  const { labId } = plan;
  for (const { name, vmId } of plan.nodes) await removeVmFolder({ vmId, name, dir: paths.nodeDir(labId, name) });
  const shared = plan.sharedDisks.map(({ name }) => paths.sharedDiskFile(labId, name));
  const credentials = credentialFiles(paths, plan);
  const files = [
    ...shared,
    ...credentials,
    paths.specFile(labId),
    paths.inventoryFile(labId),
    paths.journalFile(labId),
  ];
  const inner = [...shared, ...credentials].map((path) => dirname(path));
  const dirs = [...new Set(inner)].toSorted((a, b) => b.length - a.length);
  await removeAll(files, [...dirs, paths.networkDir(labId), paths.nodesDir(labId)]);
  // The record goes last: what was interrupted is still a lab, and can be deleted again.
  return removeAll([paths.labFile(labId)], [paths.labDir(labId)]);
}
