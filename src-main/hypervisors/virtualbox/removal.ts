import { throwIfCancelled } from '../../domain/failure.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { unregister } from './argv.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { refuseState } from './failures.ts';
import { lookUpOrFail } from './look-up.ts';
import { forgetMedia, forgetUnusedMedia, refuseClones, waitForCopies } from './media.ts';
import { runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { beginUnfinished, isUnfinished, removeOwnFile, removeVmFiles } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** Throws `wrong-state` unless the VM is off or its memory is on disk. */
export function requireOff(ref: VmRef, info: VmInfo): void {
  const state = toNodeState(info.stateText);
  if (state !== 'stopped' && state !== 'suspended') refuseState(ref.name, info.stateText);
}

/** Takes away a VM that was never finished: what VirtualBox knows of it, and its files. Call it in the media queue. */
export async function wipeUnfinished(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const found = await lookUpOrFail(context, ref, signal);
  if (found.kind === 'found') requireOff(ref, found.info);
  if (found.kind !== 'absent') await runFor(context, ref, { args: unregister(ref), options: { signal } });
  await waitForCopies(context, signal);
  await forgetMedia(context, ref, signal);
  await removeVmFiles(ref);
}

/**
 * As promised by `VmCrafting.deleteVm`. Not `unregistervm --delete`: that takes away every disk that only this VM and its
 * snapshots use, wherever it lies, the shared disk too, and it breaks off in the middle when snapshots branch (7.2.22).
 */
export async function deleteVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.media.run(mediaKey, async () => {
      throwIfCancelled(signal);
      const found = await lookUpOrFail(context, ref, signal);
      if (await isUnfinished(ref)) return wipeUnfinished(context, ref, signal);
      if (found.kind === 'absent') {
        // Its disks may have been opened all the same, when it was about to be taken up again.
        if (await fileExists(ref.dir)) await forgetUnusedMedia(context, ref, signal);
        return;
      }
      if (found.kind === 'found') requireOff(ref, found.info);
      await refuseClones(context, ref, signal);
      if (await fileExists(ref.dir)) await beginUnfinished(ref);
      await runFor(context, ref, { args: unregister(ref), options: { signal } });
      await forgetMedia(context, ref, signal);
      if (found.kind === 'found' && found.info.serialPath !== null) await removeOwnFile(ref, found.info.serialPath);
      await removeVmFiles(ref);
    }),
  );
}
