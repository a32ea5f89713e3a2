import { throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { mediaKey, type DriverContext } from './context.ts';
import { refuseState } from './failures.ts';
import { requireVm } from './look-up.ts';
import { liesIn, readMedia } from './media.ts';
import { runFor } from './run.ts';
import { toNodeState } from './state-map.ts';

/** Reading all of a disk takes as long as the disk takes for it. */
const compactTimeoutMs = 30 * 60_000;

/**
 * As promised by `compactDisk`: the difference that the VM writes to, and no disk that others stand on (bases, snapshots), although
 * VirtualBox would take those too (7.2.22). Blocks of a difference that hide their parent's stay. Throws `wrong-state` unless it is off.
 */
export async function compactDisk(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.media.run(mediaKey, async () => {
      const { stateText } = await requireVm(context, ref, signal);
      if (toNodeState(stateText) !== 'stopped') refuseState(ref.name, stateText);
      for (const { mediumId, path, type, childIds, users } of await readMedia(context, signal)) {
        const isItsOwn = users.length > 0 && users.every(({ vmId }) => vmId === ref.vmId);
        const isDifference = type.includes('differencing') && childIds.length === 0;
        if (!isItsOwn || !isDifference || !(await liesIn(path, ref.dir))) continue;
        const args = ['modifymedium', 'disk', mediumId, '--compact'];
        await runFor(context, ref, { args, options: { signal, timeoutMs: compactTimeoutMs } });
      }
    }),
  );
}
