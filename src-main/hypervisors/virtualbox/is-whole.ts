import type { VmRef } from '../driver.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { lookUpOrFail, refuseBroken } from './look-up.ts';
import { takeUp } from './relocation.ts';
import { wipeUnfinished } from './removal.ts';
import { findSettingsFile, isUnfinished } from './vm-folder.ts';

/**
 * True when an earlier call made the VM to the end: it is left as it is, and taken up again when VirtualBox forgot it. What an
 * interrupted call left is taken away. Without files of a VM in its folder no call is made at all. Call it while the VM's
 * queue is held.
 */
export async function isWhole(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<boolean> {
  if (await isUnfinished(ref)) {
    await context.media.run(mediaKey, () => wipeUnfinished(context, ref, signal));
    return false;
  }
  const settingsPath = await findSettingsFile(ref);
  if (settingsPath === null) return false;
  const found = await lookUpOrFail(context, ref, signal);
  if (found.kind === 'inaccessible') refuseBroken(ref, found.reasons);
  if (found.kind === 'absent') await takeUp(context, ref, { settingsPath, signal });
  return true;
}
