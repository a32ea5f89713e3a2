import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LabPlan } from '../domain/plan-types.ts';
import type { BaseId } from '../domain/ids.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import { fileErrorCode } from '../store/file-error.ts';
import type { DataPaths } from '../store/file-names.ts';
import { removeOwn } from '../store/remove-own.ts';
import { syncNames } from '../store/sync-folder.ts';
import { fileExists, unlessMissing } from '../store/unless-missing.ts';
import { installerPathOf, seedPathOf, serialLogPathOf, type LabDeps } from './context.ts';
import { isLabFile } from './trash-files.ts';

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
async function removeFile(path: string): Promise<void> {
  const isLeftOf = (name: string): boolean =>
    name.startsWith(`${basename(path)}.`) && /^\.\d+\.tmp$/.test(name.slice(basename(path).length));
  const halves = (await unlessMissing(readdir(dirname(path)), [])).filter(isLeftOf);
  for (const name of [basename(path), ...halves]) await rm(join(dirname(path), name), { force: true });
}

async function removeAll(files: readonly string[], dirs: readonly string[]): Promise<readonly string[]> {
  for (const file of files) await removeFile(file);
  for (const dir of dirs) {
    await syncNames(dir);
    await removeIfEmpty(dir);
  }
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

/**
 * As `removeVmFolder`, for the folder of a lab whose VMs are deleted: what its hypervisor does not know any more of a node, as it was taken
 * off its list, goes here. The record goes last: what was interrupted is still a lab, and can be deleted again.
 */
export async function removeLabFolder(
  { paths, isVmFile }: Pick<LabDeps, 'paths' | 'isVmFile'>,
  plan: LabPlan,
): Promise<readonly string[]> {
  const labDir = paths.labDir(plan.labId);
  const record = basename(paths.labFile(plan.labId));
  await removeOwn(labDir, (path) => path !== record && isLabFile(path, plan, isVmFile));
  return removeAll([paths.labFile(plan.labId)], [labDir]);
}
