import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { isMissingFile, translateFileError } from '../../store/file-error.ts';
import { parseMountPoints } from './parse-mount-points.ts';

/** Proof that a folder is the work folder of a build; written before anything else. */
const markerName = 'this-is-a-big-data-lab-image-build';

/**
 * Has an empty work folder in the end. What an interrupted build left is removed; a folder that no build made is not touched and
 * refused (`data-folder-not-writable`). Throws `disk-full` where it applies.
 */
export async function createWorkDir(dir: string): Promise<void> {
  await removeWorkDir(dir);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(
      join(dir, markerName),
      'An image is being built here. The folder may be removed when no build runs.\n',
    );
  } catch (error) {
    throw translateFileError(error, dir);
  }
}

/** Removes a work folder with everything in it, if a build made it. Absent: does nothing. */
export async function removeWorkDir(dir: string): Promise<void> {
  const names = await listOrNull(dir);
  if (names === null) return;
  if (names.length > 0 && !names.includes(markerName)) {
    throw new LabError('data-folder-not-writable', `'${dir}' holds files that no build made`, {
      params: { path: dir },
    });
  }
  // The marker goes last: an interrupted removal is still recognized.
  for (const name of names.filter((one) => one !== markerName)) {
    await removeUnmounted(join(dir, name));
  }
  await rm(dir, { recursive: true, force: true });
}

/** Removes a part of a work folder, unless something is mounted in it (`data-folder-not-writable`). Absent: does nothing. */
export async function removeUnmounted(path: string): Promise<void> {
  await refuseMounts(path);
  await rm(path, { recursive: true, force: true });
}

async function listOrNull(dir: string): Promise<readonly string[] | null> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw translateFileError(error, dir);
  }
}

/** Deleting through a mount would delete what is mounted: the host's devices, in the worst case. */
async function refuseMounts(dir: string): Promise<void> {
  const mounts = parseMountPoints(await readFile('/proc/self/mountinfo', 'utf8'));
  const mounted = mounts.filter((path) => path === dir || path.startsWith(`${dir}/`));
  if (mounted.length === 0) return;
  throw new LabError('data-folder-not-writable', `something is still mounted below '${dir}'`, {
    params: { path: dir },
    evidence: mounted.map((path) => `umount '${path}'`),
  });
}
