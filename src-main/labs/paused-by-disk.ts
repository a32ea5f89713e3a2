import { LabError } from '../domain/failure.ts';
import type { VmInspection, VmRef } from '../hypervisors/driver.ts';

/** Throws `vm-paused-disk-full` for a VM that rests because the host's disk is full: waiting for it leads nowhere. */
export function refusePausedByDisk({ name, dir }: VmRef, { isPausedByDisk, reasons }: VmInspection): void {
  if (isPausedByDisk !== true) return;
  throw new LabError('vm-paused-disk-full', `"${name}" is paused, as the disk is full`, {
    params: { name, node: name, path: dir },
    evidence: reasons,
  });
}
