import { fileExists } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import { registryKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { refuseBroken } from './failures.ts';
import { lookUp } from './look-up.ts';
import { takeUp } from './relocation.ts';
import { wipeUnfinished } from './removal.ts';
import { bundlePath, readUnfinished } from './vm-folder.ts';

/**
 * True when an earlier call made the VM to the end: it is left as it is, and taken up again when Parallels forgot it. What an
 * interrupted call left is taken away. Without files of a VM in its folder no call is made at all. Call it while the VM's
 * queue is held.
 */
export async function isWhole(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<boolean> {
  if ((await readUnfinished(ref)) !== null) {
    await context.registry.run(registryKey, () => wipeUnfinished(context, ref, signal));
    return false;
  }
  if (!(await fileExists(bundlePath(ref)))) return false;
  const found = await lookUp(context, ref, signal);
  if (found.kind === 'elsewhere') refuseBroken(ref, [`Parallels has it in ${found.info.home}`]);
  if (found.kind === 'absent') await takeUp(context, ref, signal);
  return true;
}
