import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { deleteVm as deleteCall } from './argv.ts';
import { registryKey, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, refuseBroken, refuseState } from './failures.ts';
import { dropForward } from './forwards.ts';
import { findVm, lookUp, readVms } from './look-up.ts';
import type { LookUp } from './look-up.ts';
import { dropUnusedNetwork } from './networks.ts';
import { toNodeState } from './state-map.ts';
import { toLabError } from './failures.ts';
import { beginUnfinished, readUnfinished, removeVmFiles } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** Throws `wrong-state` unless the VM is off or its memory is on disk. */
export function requireOff(ref: VmRef, info: VmInfo): void {
  const state = toNodeState(info.stateText);
  if (state !== 'stopped' && state !== 'suspended' && state !== 'broken') refuseState(ref.name, info.stateText);
}

/** Throws `base-in-use` when a VM stands on this one: it names it as its base, or carries its mark without being it. */
export function refuseClones(vms: readonly VmInfo[], ref: VmRef, own: VmInfo): void {
  const clones = vms.filter(
    ({ id, marker }) => id !== own.id && (marker?.baseId === ref.vmId || marker?.vmId === ref.vmId),
  );
  if (clones.length === 0) return;
  const users = clones.map(({ name }) => name).join(', ');
  throw new LabError('base-in-use', `"${ref.name}" has clones: ${users}`, {
    params: { name: ref.name, users },
    evidence: clones.map(({ home }) => home),
  });
}

interface Removal {
  readonly found: LookUp;
  readonly networkId: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Takes the VM out of Parallels, its rule, its files and, behind its last node, the network of its lab. Each part may be gone
 * already. Call it in the registry queue, with the note that the VM is unfinished written.
 */
async function remove(context: DriverContext, ref: VmRef, { found, networkId, signal }: Removal): Promise<void> {
  await dropForward(context, ref, signal);
  if (found.kind === 'found') {
    await runFor(context, ref, { call: deleteCall(found.info.id), signal });
    const after = await lookUp(context, ref, signal);
    if (after.kind === 'found') throw noClearAnswer('prlctl', `${ref.name} is still there`, [found.info.home]);
  }
  if (networkId !== undefined) await dropUnusedNetwork(context, networkId, signal);
  await removeVmFiles(ref, found.kind === 'found' ? found.info.serials.map(({ path }) => path) : []);
}

/** Takes away a VM that was never finished. Call it in the registry queue. */
export async function wipeUnfinished(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const note = await readUnfinished(ref);
  const found = await lookUp(context, ref, signal);
  if (found.kind === 'found') requireOff(ref, found.info);
  await remove(context, ref, { found, networkId: note?.networkId, signal });
}

/** As promised by `VmCrafting.deleteVm`. */
export async function deleteVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.registry.run(registryKey, async () => {
      throwIfCancelled(signal);
      if ((await readUnfinished(ref)) !== null) return wipeUnfinished(context, ref, signal);
      const vms = await readVms(context, signal).catch((error: unknown) => {
        throw toLabError(error, { name: ref.name, path: ref.dir });
      });
      const found = await findVm(vms, ref);
      if (found.kind === 'absent') return dropForward(context, ref, signal);
      // Somebody moved it in Parallels' own window: its files are not where we could take them away.
      if (found.kind === 'elsewhere') return refuseBroken(ref, [`Parallels has it in ${found.info.home}`]);
      requireOff(ref, found.info);
      refuseClones(vms, ref, found.info);
      const networkId = found.info.marker?.networkId;
      await beginUnfinished(ref, { vmId: ref.vmId, ...(networkId === undefined ? {} : { networkId }) });
      await remove(context, ref, { found, networkId, signal });
    }),
  );
}
