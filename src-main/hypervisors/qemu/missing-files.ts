import { fileExists } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import { fromStoredPath, vmFiles } from './files.ts';
import {} from './record-store.ts';
import type { VmRecord } from './vm-record.ts';

/** Disks and media that the VM cannot do without and that are not there. */
export async function missingFiles(ref: Pick<VmRef, 'dir'>, record: VmRecord): Promise<readonly string[]> {
  const baseDir = record.clone?.base.dir;
  const needed = [
    vmFiles(ref.dir).disk,
    ...(baseDir === undefined ? [] : [vmFiles(baseDir).disk]),
    ...(record.clone?.sharedDiskPaths ?? []),
    ...(record.installerPath === null ? [] : [fromStoredPath(ref.dir, record.installerPath)]),
  ];
  const present = await Promise.all(needed.map(fileExists));
  return needed.filter((_, index) => present[index] === false);
}
