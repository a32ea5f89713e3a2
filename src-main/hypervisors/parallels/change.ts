import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { describe, setCable as cableCall, setLiveCable } from './argv.ts';
import { registryKey, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer } from './failures.ts';
import { ensureForward } from './forwards.ts';
import { requireVm } from './look-up.ts';
import { toNodeState } from './state-map.ts';

const deviceOf = { nat: 'net0', internal: 'net1' } as const;

/** As promised by `VmControl.setSshPort`. Throws `invalid-input` for a port that is none. */
export async function setSshPort(
  context: DriverContext,
  change: { readonly ref: VmRef; readonly sshPort: number },
  { signal }: CallOptions,
): Promise<void> {
  const { ref, sshPort } = change;
  if (!Number.isInteger(sshPort) || sshPort < 1 || sshPort > 65_535)
    throw new LabError('invalid-input', `${sshPort} is no port`, {
      params: { field: 'sshPort', value: sshPort, expected: '1-65535' },
    });
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    const vm = await requireVm(context, ref, signal);
    await context.registry.run(registryKey, () => ensureForward(context, { ref, target: vm.id, sshPort, signal }));
    const marker = { ...(vm.marker ?? { vmId: ref.vmId }), sshPort };
    if (vm.marker?.sshPort !== sshPort) await runFor(context, ref, { call: describe(vm.id, marker), signal });
  });
}

/** As promised by `VmControl.setCable`. */
export async function setCable(
  context: DriverContext,
  change: { readonly ref: VmRef; readonly adapter: 'nat' | 'internal'; readonly connected: boolean },
  { signal }: CallOptions,
): Promise<void> {
  const { ref, adapter, connected } = change;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const vm = await requireVm(context, ref, signal);
    const state = toNodeState(vm.stateText);
    const isOn = state === 'running' || state === 'paused';
    const device = deviceOf[adapter];
    const call = isOn ? setLiveCable(vm.id, device, connected) : cableCall(vm.id, device, connected);
    await runFor(context, ref, { call, signal });
    const after = (await requireVm(context, ref, signal)).adapters.find((candidate) => candidate.device === device);
    if (after?.connected !== connected) throw noClearAnswer('prlctl', `the cable of ${device} is as it was`, []);
  });
}
