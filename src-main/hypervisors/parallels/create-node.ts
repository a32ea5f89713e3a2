import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import { CommandError } from '../../process/command.ts';
import type { CallOptions, NodeDefinition } from '../driver.ts';
import {
  addDrive,
  addLabAdapter,
  addSerial,
  cloneFull,
  cloneLinked,
  describe,
  removeDevice,
  resizeDisk,
  setHardware,
  setNat,
} from './argv.ts';
import type { ToolCall } from './argv.ts';
import { registryKey, runAll, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { requireArchitecture } from './create-base.ts';
import { toLabError } from './failures.ts';
import { ensureForward } from './forwards.ts';
import { isWhole } from './is-whole.ts';
import { requireMade, requireVm } from './look-up.ts';
import type { Marker } from './marker.ts';
import { ensureHostOnly, networkIdOf } from './networks.ts';
import { proveNode } from './prove.ts';
import { wipeUnfinished } from './removal.ts';
import { beginUnfinished, endUnfinished } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** What the description of a node says. */
export function nodeMarker(node: NodeDefinition): Marker {
  const { ref, base, sshPort } = node;
  return { vmId: ref.vmId, baseId: base.vmId, networkId: networkIdOf(node), sshPort };
}

/** What is set before its network has to be there: above all the mark, which says whose network it will be. */
export function nodeSettings(node: NodeDefinition, vm: Pick<VmInfo, 'id' | 'drives' | 'serials'>): readonly ToolCall[] {
  return [
    describe(vm.id, nodeMarker(node)),
    setHardware(vm.id, node),
    setNat(vm.id, node.natMac),
    ...[...vm.drives, ...vm.serials].toReversed().map(({ device }) => removeDevice(vm.id, device)),
    addDrive(vm.id, node.seedPath),
    addSerial(vm.id, node.serialLogPath),
  ];
}

/** As promised by `VmCrafting.createNode`. */
export async function createNode(context: DriverContext, node: NodeDefinition, options: CallOptions): Promise<void> {
  const { ref, architecture, sharedDiskPaths } = node;
  const { signal, report } = options;
  requireArchitecture(context, architecture);
  if (sharedDiskPaths.length > 0) refuseSharedDisks();
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    if (await isWhole(context, ref, signal)) return;
    await beginUnfinished(ref, nodeMarker(node));
    await context.registry.run(registryKey, () => clone(context, node, signal));
    report?.(0.4);
    const vm = await requireMade(context, ref, signal);
    await growDisk(context, node, { vm, signal });
    await runAll(context, ref, { calls: nodeSettings(node, vm), options, from: 0.4, to: 0.7 });
    await plugIn(context, node, { vm, signal });
    await proveNode(context, node, { networkId: networkIdOf(node), signal });
    await endUnfinished(ref);
    report?.(1);
  });
}

/** Throws `not-supported`: Parallels lets no two running VMs use one disk. */
export function refuseSharedDisks(): never {
  throw new LabError('not-supported', 'no shared disks with Parallels', {
    params: { what: 'sharedDisk', hypervisor: 'Parallels Desktop' },
  });
}

/**
 * Where a linked clone is refused (reported for some guests on Apple silicon: crabbox 2398), an independent copy is as good; it
 * only takes longer and more room. Anything else that goes wrong is no reason for one.
 */
async function clone(context: DriverContext, node: NodeDefinition, signal: AbortSignal): Promise<void> {
  const { ref, base } = node;
  const baseVm = await requireVm(context, base, signal);
  if (baseVm.marker?.sealed !== true)
    throw new LabError('wrong-state', `"${base.name}" is not sealed`, {
      params: { name: base.name, node: base.name, state: baseVm.stateText },
    });
  try {
    await context.tools.run(cloneLinked(ref, baseVm.id, base.snapshotId), signal);
  } catch (error) {
    const failure = toLabError(error, { name: ref.name, path: ref.dir });
    if (!(error instanceof CommandError) || !(failure instanceof LabError) || failure.code !== 'command-failed')
      throw failure;
    context.logger.warn({ vm: ref.name, error: String(error) }, 'no linked clone, making a full one');
    await wipeUnfinished(context, ref, signal);
    await beginUnfinished(ref, nodeMarker(node));
    await runFor(context, ref, { call: cloneFull(ref, baseVm.id), signal });
    return;
  }
}

interface Made {
  readonly vm: VmInfo;
  readonly signal: AbortSignal;
}

async function growDisk(context: DriverContext, node: NodeDefinition, { vm, signal }: Made): Promise<void> {
  const [disk] = vm.disks;
  if (disk === undefined || vm.diskMiB === null) return;
  if (Math.floor(node.diskBytes / 1024 ** 2) <= vm.diskMiB) return;
  await runFor(context, node.ref, { call: resizeDisk(disk.path, node.diskBytes), signal });
}

/** Network and forward are global: they are made when the VM says whose they are. */
async function plugIn(context: DriverContext, node: NodeDefinition, { vm, signal }: Made): Promise<void> {
  const { ref, labMac, sshPort } = node;
  const networkId = networkIdOf(node);
  await context.registry.run(registryKey, async () => {
    await ensureHostOnly(context, networkId, signal);
    const inherited = vm.adapters.filter(({ device }) => device !== 'net0').toReversed();
    for (const { device } of inherited) await runFor(context, ref, { call: removeDevice(vm.id, device), signal });
    await runFor(context, ref, { call: addLabAdapter(vm.id, labMac, networkId), signal });
    await ensureForward(context, { ref, target: vm.id, sshPort, signal });
  });
}
