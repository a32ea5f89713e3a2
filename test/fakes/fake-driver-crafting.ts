import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../../src-main/domain/failure.ts';
import type {
  BaseDefinition,
  NodeDefinition,
  SealedBase,
  VmCrafting,
  VmRef,
} from '../../src-main/hypervisors/driver.ts';
import { change, findVm, needVm, refuse, requireCapability, showing, type FakeWorld } from './fake-driver-calls.ts';
import {
  clonesOf,
  fakeDiskFileName,
  forgetClone,
  noteClone,
  readFakeVm,
  removeFakeVm,
  writeFakeVm,
  type FakeVm,
} from './fake-vm-store.ts';

type Pause = () => Promise<void>;

const blankVm = {
  schemaVersion: 1,
  phase: 'creating',
  registered: true,
  sealed: false,
  power: 'off',
  pausedBy: null,
  stopsAtMs: null,
  damage: null,
  snapshots: [],
  snapshotCount: 0,
  movedTo: null,
  boots: 0,
} as const;

/** Relative within the VM's folder, so that it moves along. */
function portablePath({ ref, serialLogPath }: Pick<NodeDefinition, 'ref' | 'serialLogPath'>): string {
  return serialLogPath.startsWith(ref.dir + path.sep) ? path.relative(ref.dir, serialLogPath) : serialLogPath;
}

function baseVm(definition: BaseDefinition): FakeVm {
  return {
    ...blankVm,
    snapshots: [],
    vmId: definition.ref.vmId,
    name: definition.ref.name,
    kind: 'base',
    cpus: definition.cpus,
    memoryMiB: definition.memoryMiB,
    group: null,
    adapters: [{ kind: 'nat', mac: definition.natMac, networkName: null, cableConnected: true }],
    sshPort: null,
    networkDir: null,
    serialLogPath: portablePath(definition),
    sharedDiskPaths: [],
    base: null,
  };
}

function nodeVm(world: FakeWorld, definition: NodeDefinition): FakeVm {
  const { networkName } = definition;
  return {
    ...blankVm,
    snapshots: [],
    vmId: definition.ref.vmId,
    name: definition.ref.name,
    kind: 'node',
    cpus: definition.cpus,
    memoryMiB: definition.memoryMiB,
    group: world.capabilities.groups ? definition.group : null,
    adapters: [
      { kind: 'nat', mac: definition.natMac, networkName: null, cableConnected: true },
      { kind: 'internal', mac: definition.labMac, networkName, cableConnected: true },
    ],
    sshPort: definition.sshPort,
    networkDir: definition.networkDir,
    serialLogPath: portablePath(definition),
    sharedDiskPaths: [...definition.sharedDiskPaths],
    base: { vmId: definition.base.vmId, dir: definition.base.dir },
  };
}

/** Writes a half-made VM, takes its time, and finishes it; what is finished already stays as it is. */
async function make(world: FakeWorld, made: { dir: string; vm: FakeVm }, pause: Pause): Promise<void> {
  const present = readFakeVm({ vmId: made.vm.vmId, dir: made.dir });
  if (present.kind === 'found' && present.vm.phase === 'made' && present.vm.registered) return;
  writeFakeVm(made.dir, made.vm);
  await showing(world, { vmId: made.vm.vmId, state: 'creating' }, pause);
  writeFakeVm(made.dir, { ...made.vm, phase: 'made' });
}

async function createNode(world: FakeWorld, definition: NodeDefinition, pause: Pause): Promise<void> {
  const { base, ref } = definition;
  const found = needVm(world, base);
  if (!found.sealed) refuse(base, found, 'sealed');
  noteClone(base.dir, ref);
  await make(world, { dir: ref.dir, vm: nodeVm(world, definition) }, pause);
}

async function sealBase(world: FakeWorld, ref: VmRef, pause: Pause): Promise<SealedBase> {
  const vm = needVm(world, ref);
  if (vm.kind !== 'base' || vm.power !== 'off') refuse(ref, vm, 'a base that is off');
  const sealed = { ...ref, snapshotId: `base-of-${ref.vmId}` };
  if (vm.sealed) return sealed;
  await pause();
  writeFakeVm(ref.dir, { ...vm, sealed: true });
  return sealed;
}

async function deleteVm(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  const reading = readFakeVm(ref);
  const vm = reading.kind === 'damaged' ? null : findVm(world, ref);
  if (reading.kind !== 'damaged' && vm === null) return;
  if (vm !== null && vm.power !== 'off') refuse(ref, vm, 'off');
  const clones = clonesOf(ref.dir);
  if (clones.length > 0) {
    throw new LabError('base-in-use', `base "${ref.name}" has clones`, {
      params: { name: ref.name, users: clones.join(', ') },
      evidence: clones,
    });
  }
  await pause();
  if (vm?.base) forgetClone(vm.base.dir, vm.vmId);
  removeFakeVm(ref.dir);
}

async function releaseVm(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  const vm = findVm(world, ref);
  if (vm === null) return;
  if (vm.power !== 'off') refuse(ref, vm, 'off');
  await pause();
  writeFakeVm(ref.dir, { ...vm, registered: false });
}

/** Settings of a clone do not name the disk it stands on: that is known from its base. */
function refuseUnknownBase(base: FakeVm['base']): void {
  if (base === null) return;
  const reading = readFakeVm(base);
  if (reading.kind !== 'found' || reading.vm.registered) return;
  throw new LabError('command-failed', 'the disk of the base is not known', {
    params: { program: 'fake', exitCode: 1 },
  });
}

async function adoptVm(ref: VmRef, pause: Pause): Promise<void> {
  const reading = readFakeVm(ref);
  if (reading.kind !== 'found') {
    throw new LabError('vm-not-found', `no files of "${ref.name}" in its folder`, { params: { name: ref.name } });
  }
  if (reading.vm.registered) return;
  await pause();
  refuseUnknownBase(reading.vm.base);
  if (reading.vm.base !== null) noteClone(reading.vm.base.dir, ref);
  writeFakeVm(ref.dir, { ...reading.vm, registered: true });
}

async function createSharedDisk(diskPath: string, sizeMiB: number, pause: Pause): Promise<void> {
  if (existsSync(diskPath)) return;
  await pause();
  mkdirSync(path.dirname(diskPath), { recursive: true });
  writeFileSync(diskPath, `shared disk of ${sizeMiB} MiB\n`);
}

async function exportVm(world: FakeWorld, exported: { ref: VmRef; targetPath: string }, pause: Pause): Promise<void> {
  const vm = needVm(world, exported.ref);
  if (vm.power !== 'off') refuse(exported.ref, vm, 'off');
  await pause();
  copyFileSync(path.join(exported.ref.dir, fakeDiskFileName), exported.targetPath);
}

/** Making, sealing and removing, on folders. */
export function fakeCrafting(world: FakeWorld): VmCrafting {
  return {
    createBase: (definition, options) =>
      change(world, {
        method: 'createBase',
        target: definition.ref,
        options,
        run: (pause) => make(world, { dir: definition.ref.dir, vm: baseVm(definition) }, pause),
      }),
    sealBase: (ref, options) =>
      change(world, { method: 'sealBase', target: ref, options, run: (pause) => sealBase(world, ref, pause) }),
    createNode: (definition, options) =>
      change(world, {
        method: 'createNode',
        target: definition.ref,
        options,
        run: (pause) => createNode(world, definition, pause),
      }),
    deleteVm: (ref, options) =>
      change(world, { method: 'deleteVm', target: ref, options, run: (pause) => deleteVm(world, ref, pause) }),
    releaseVm: (ref, options) =>
      change(world, { method: 'releaseVm', target: ref, options, run: (pause) => releaseVm(world, ref, pause) }),
    adoptVm: (ref, options) =>
      change(world, { method: 'adoptVm', target: ref, options, run: (pause) => adoptVm(ref, pause) }),
    createSharedDisk: (diskPath, sizeMiB, options) =>
      change(world, {
        method: 'createSharedDisk',
        target: diskPath,
        options,
        run: (pause) => {
          requireCapability(world, 'sharedDisk');
          return createSharedDisk(diskPath, sizeMiB, pause);
        },
      }),
    exportVm: (ref, targetPath, options) =>
      change(world, {
        method: 'exportVm',
        target: ref,
        options,
        run: (pause) => {
          requireCapability(world, 'exportAppliance');
          return exportVm(world, { ref, targetPath }, pause);
        },
      }),
  };
}
