import { basename, dirname, join } from 'node:path';
import { throwIfCancelled } from '../../domain/failure.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { addSerial, insertMedium, register, removeDevice, unregister } from './argv.ts';
import type { ToolCall } from './argv.ts';
import { registryKey, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, refuseAbsent, refuseBroken, toLabError } from './failures.ts';
import { dropForward, ensureForward } from './forwards.ts';
import { findVm, lookUp, readVms, requireVm } from './look-up.ts';
import { dropUnusedNetwork } from './networks.ts';
import { refuseClones, requireOff } from './removal.ts';
import { bundlePath } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** As promised by `VmCrafting.releaseVm`. Its forward goes too: rules outlive their VMs. Its mark keeps the port. */
export async function releaseVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.registry.run(registryKey, async () => {
      throwIfCancelled(signal);
      const vms = await readVms(context, signal).catch((error: unknown) => {
        throw toLabError(error, { name: ref.name, path: ref.dir });
      });
      const found = await findVm(vms, ref);
      if (found.kind !== 'found') return;
      requireOff(ref, found.info);
      refuseClones(vms, ref, found.info);
      await dropForward(context, ref, signal);
      await runFor(context, ref, { call: unregister(found.info.id), signal });
      if ((await lookUp(context, ref, signal)).kind === 'found')
        throw noClearAnswer('prlctl', `${ref.name} is still registered`, [found.info.home]);
      const networkId = found.info.marker?.networkId;
      if (networkId !== undefined) await dropUnusedNetwork(context, networkId, signal);
    }),
  );
}

/** As promised by `VmCrafting.adoptVm`; `vm-not-found` when the folder holds no bundle of this VM. */
export async function adoptVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    const found = await lookUp(context, ref, signal);
    if (found.kind === 'found') return;
    if (!(await fileExists(bundlePath(ref)))) refuseAbsent(ref);
    if (found.kind === 'elsewhere') await forget(context, ref, { info: found.info, signal });
    await takeUp(context, ref, signal);
  });
}

/** Parallels still has it where it was; a VM whose files are there is another, such as a copy. */
async function forget(
  context: DriverContext,
  ref: VmRef,
  { info, signal }: { readonly info: VmInfo; readonly signal: AbortSignal },
): Promise<void> {
  if (await fileExists(info.home)) refuseBroken(ref, [`Parallels has it in ${info.home}`]);
  await context.registry.run(registryKey, () => runFor(context, ref, { call: unregister(info.id), signal }));
}

/** Makes Parallels know a VM again whose bundle is there. Call it while the VM's queue is held. */
export async function takeUp(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  await context.registry.run(registryKey, async () => {
    await runFor(context, ref, { call: register(bundlePath(ref)), signal });
    const info = await requireVm(context, ref, signal);
    for (const call of await repairPaths(ref, info)) await runFor(context, ref, { call, signal });
    const sshPort = info.marker?.sshPort;
    if (sshPort !== undefined) await ensureForward(context, { ref, target: info.id, sshPort, signal });
  });
}

/** Settings name the seed and the serial log by their full paths: what moved along gets its new one. */
export async function repairPaths(ref: VmRef, { id, drives, serials }: VmInfo): Promise<readonly ToolCall[]> {
  const calls: ToolCall[] = [];
  for (const { device, path } of drives) {
    const here = join(ref.dir, basename(path));
    if (path === '' || here === path || (await fileExists(path)) || !(await fileExists(here))) continue;
    calls.push(insertMedium(id, device, here));
  }
  for (const { device, path } of serials) {
    if (path === '' || (await fileExists(dirname(path)))) continue;
    calls.push(removeDevice(id, device), addSerial(id, join(ref.dir, basename(path))));
  }
  return calls;
}
