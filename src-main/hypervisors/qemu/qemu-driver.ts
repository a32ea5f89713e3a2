import path from 'node:path';
import type { NodeState } from '../../domain/states.ts';
import { inTurn } from '../../store/in-turn.ts';
import { throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, DriverCapabilities, HypervisorDriver, VmControl, VmCrafting, VmRef } from '../driver.ts';
import type { QemuContext, QemuDriverSetup } from './context.ts';
import { openConsoleInput } from './console-input.ts';
import { createBase, createNode, createSharedDisk, sealBase } from './craft.ts';
import { refuseUnsupported } from './failures.ts';
import { createReading } from './inspect.ts';
import { listBelow } from './list-below.ts';
import { createNetworkControl } from './network.ts';
import { forceStop, requestStop } from './power.ts';
import { createPreview } from './preview.ts';
import { adoptVm, deleteVm, releaseVm } from './remove.ts';
import { saveState } from './saved-state.ts';
import { setCable, setSshPort } from './settings.ts';
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from './snapshots.ts';
import { startVm } from './start.ts';
import { change, showing } from './vm-access.ts';

/**
 * Makes the driver for QEMU 7.2 and later. VMs are processes of their own that outlive this app; each has a folder with its
 * record, disk and logs, and is found again by the process note and by what it says over its control socket.
 */
export function createQemuDriver(setup: QemuDriverSetup): HypervisorDriver {
  const ctx: QemuContext = { ...setup, passing: new Map<string, NodeState>() };
  const reading = createReading(ctx);
  return {
    id: 'qemu',
    capabilities: capabilitiesOf(setup),
    acceleration: setup.accelerator === 'tcg' ? 'software' : setup.accelerator,
    preview: createPreview(ctx),
    ...(ctx.platform.id === 'windows'
      ? {}
      : { openConsoleInput: (ref: VmRef, options: CallOptions) => openConsoleInput(ctx, ref, options) }),
    ...crafting(ctx),
    ...control(ctx),
    ...reading,
    listBelow: (dir, options) => listBelow(reading, dir, options),
    ...createNetworkControl(ctx),
  };
}

function capabilitiesOf({ accelerator }: QemuDriverSetup): DriverCapabilities {
  // QEMU refuses to write down the state of a guest that the Windows hypervisor runs.
  const keepsMemory = accelerator !== 'whpx';
  return {
    savedState: keepsMemory,
    snapshots: keepsMemory,
    groups: false,
    sharedDisk: true,
    cable: true,
    linkedClone: true,
    console: true,
    exportAppliance: false,
  };
}

function crafting(ctx: QemuContext): VmCrafting {
  return {
    createBase: async (definition, options) =>
      change(definition.ref, options, () => createBase(ctx, definition, options)),
    sealBase: async (ref, options) => change(ref, options, () => sealBase(ctx, ref, options)),
    createNode: async (definition, options) =>
      change(definition.ref, options, () => createNode(ctx, definition, options)),
    deleteVm: async (ref, options) => change(ref, options, () => deleteVm(ctx, ref, options)),
    releaseVm: async (ref, options) => change(ref, options, () => releaseVm(ctx, ref, options)),
    adoptVm: async (ref, options) => change(ref, options, () => adoptVm(ref)),
    createSharedDisk: async (diskPath, sizeMiB, { signal }) => {
      throwIfCancelled(signal);
      return inTurn(`${path.resolve(diskPath)}.part`, () => createSharedDisk(diskPath, sizeMiB));
    },
    exportVm: async () => refuseUnsupported('export of appliances'),
  };
}

function control(ctx: QemuContext): VmControl {
  const needsMemory = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    ctx.accelerator === 'whpx' ? refuseUnsupported(what) : work();
  return {
    start: async (ref, options) =>
      change(ref, options, () => showing(ctx, { ref, state: 'starting' }, () => startVm(ctx, ref, options))),
    requestStop: async (ref, options) => change(ref, options, () => requestStop(ctx, ref, options)),
    forceStop: async (ref, options) => change(ref, options, () => forceStop(ctx, ref, options)),
    saveState: async (ref, options) =>
      needsMemory('saved states', () =>
        change(ref, options, () => showing(ctx, { ref, state: 'suspending' }, () => saveState(ctx, ref, options))),
      ),
    takeSnapshot: async (ref, name, options) =>
      needsMemory('snapshots', () => change(ref, options, () => takeSnapshot(ctx, { ref, name }, options))),
    restoreSnapshot: async (ref, snapshotId, options) =>
      needsMemory('snapshots', () => change(ref, options, () => restoreSnapshot(ctx, { ref, snapshotId }, options))),
    deleteSnapshot: async (ref, snapshotId, options) =>
      needsMemory('snapshots', () => change(ref, options, () => deleteSnapshot(ctx, { ref, snapshotId }, options))),
    listSnapshots: async (ref, options) =>
      needsMemory('snapshots', () => change(ref, options, () => listSnapshots(ctx, ref, options))),
    setSshPort: async (ref, sshPort, options) => change(ref, options, () => setSshPort(ctx, { ref, sshPort }, options)),
    setCable: async (ref, adapter, ...[connected, options]) =>
      change(ref, options, () => setCable(ctx, { ref, adapter, connected }, options)),
  };
}
