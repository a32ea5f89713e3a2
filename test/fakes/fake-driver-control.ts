import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from '../../src-main/domain/failure.ts';
import type {
  ConsoleInput,
  LabNetwork,
  NetworkControl,
  SnapshotInfo,
  VmControl,
  VmRef,
} from '../../src-main/hypervisors/driver.ts';
import {
  change,
  findVm,
  needVm,
  refuse,
  requireCapability,
  settled,
  showing,
  type FakeMethod,
  type FakeWork,
  type FakeWorld,
} from './fake-driver-calls.ts';
import { readFakeNetwork, readFakeVm, removeFakeNetwork, writeFakeNetwork, writeFakeVm } from './fake-vm-store.ts';
import type { FakeVm } from './fake-vm-store.ts';

type Pause = () => Promise<void>;

function refuseStart(ref: VmRef, why: string): never {
  throw new LabError('vm-start-failed', `"${ref.name}" did not start: ${why}`, {
    params: { name: ref.name },
    evidence: [why],
  });
}

function isPortTaken(world: FakeWorld, vm: FakeVm): boolean {
  if (vm.sshPort === null) return false;
  if (world.heldPorts.has(vm.sshPort)) return true;
  const others = [...world.homes].filter(([vmId]) => vmId !== vm.vmId);
  return others.some(([vmId, dir]) => {
    const other = readFakeVm({ vmId, dir });
    return other.kind === 'found' && other.vm.power === 'on' && other.vm.sshPort === vm.sshPort;
  });
}

function checkStart(world: FakeWorld, ref: VmRef, vm: FakeVm): void {
  if (vm.sealed) refuse(ref, vm, 'startable: a sealed base stays off');
  if (vm.phase === 'creating') refuseStart(ref, 'it is half-made');
  if (vm.damage !== null) refuseStart(ref, vm.damage);
  if (vm.base !== null && readFakeVm(vm.base).kind !== 'found') refuseStart(ref, 'its base is gone');
  if (isPortTaken(world, vm)) {
    const port = vm.sshPort ?? 0;
    throw new LabError('port-taken', `port ${port} is taken`, { params: { name: ref.name, port } });
  }
  if (!world.needsNetwork || vm.networkDir === null) return;
  const members = readFakeNetwork(vm.networkDir)?.members ?? [];
  if (!members.some((member) => member.vmId === vm.vmId)) refuseStart(ref, 'its network does not carry it');
}

/** What a guest says first on its serial port. */
function bootMessages(name: string): string {
  const lines = ['[    0.000000] Linux version 6.8.0-fake', '[    1.337000] Run /sbin/init as init process', ''];
  return [...lines, `Ubuntu 24.04 LTS ${name} ttyS0`, '', `${name} login: `].join('\r\n');
}

async function start(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  const vm = needVm(world, ref);
  if (vm.power === 'on') {
    if (vm.pausedBy !== null) writeFakeVm(ref.dir, { ...vm, pausedBy: null });
    return;
  }
  checkStart(world, ref, vm);
  await showing(world, { vmId: vm.vmId, state: 'starting' }, pause);
  const serialLogPath = path.resolve(ref.dir, vm.serialLogPath);
  mkdirSync(path.dirname(serialLogPath), { recursive: true });
  writeFileSync(serialLogPath, vm.power === 'saved' ? '' : bootMessages(ref.name), { flag: 'a' });
  const boots = vm.power === 'saved' ? vm.boots : vm.boots + 1;
  writeFakeVm(ref.dir, { ...vm, power: 'on', stopsAtMs: null, boots });
}

/** A guest that repeats what is typed on its serial port. */
export function openFakeConsole(world: FakeWorld, ref: VmRef): Promise<ConsoleInput> {
  const vm = needVm(world, ref);
  if (vm.power !== 'on') refuse(ref, vm, 'running');
  const serialLogPath = path.resolve(ref.dir, vm.serialLogPath);
  return Promise.resolve({
    write: (bytes) => {
      writeFileSync(serialLogPath, bytes, { flag: 'a' });
    },
    close: () => undefined,
  });
}

async function requestStop(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  const vm = findVm(world, ref);
  if (vm?.power !== 'on' || vm.stopsAtMs !== null || world.stubborn.has(ref.vmId)) return;
  await pause();
  writeFakeVm(ref.dir, { ...vm, stopsAtMs: world.clock.now() + world.stopDelayMs });
}

async function forceStop(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  // A VM whose file is damaged does not run.
  const vm = readFakeVm(ref).kind === 'damaged' ? null : findVm(world, ref);
  if (vm === null || vm.power === 'off') return;
  await pause();
  writeFakeVm(ref.dir, { ...vm, power: 'off', pausedBy: null, stopsAtMs: null });
}

async function saveState(world: FakeWorld, ref: VmRef, pause: Pause): Promise<void> {
  const vm = needVm(world, ref);
  if (vm.power !== 'on') refuse(ref, vm, 'running');
  await showing(world, { vmId: vm.vmId, state: 'suspending' }, pause);
  writeFakeVm(ref.dir, { ...vm, power: 'saved', pausedBy: null, stopsAtMs: null });
}

async function takeSnapshot(
  world: FakeWorld,
  taken: { ref: VmRef; name: string },
  pause: Pause,
): Promise<SnapshotInfo> {
  const vm = needVm(world, taken.ref);
  await pause();
  const snapshotCount = vm.snapshotCount + 1;
  const snapshot = { snapshotId: `snapshot-${snapshotCount}`, name: taken.name };
  const snapshots = [...vm.snapshots, { ...snapshot, withMemory: vm.power !== 'off' }];
  writeFakeVm(taken.ref.dir, { ...vm, snapshots, snapshotCount });
  return snapshot;
}

function needSnapshot(vm: FakeVm, snapshotId: string): FakeVm['snapshots'][number] {
  const snapshot = vm.snapshots.find((candidate) => candidate.snapshotId === snapshotId);
  if (snapshot !== undefined) return snapshot;
  throw new LabError('snapshot-not-found', `no snapshot "${snapshotId}"`, {
    params: { name: snapshotId, known: vm.snapshots.map(({ name }) => name).join(', ') },
  });
}

async function restoreSnapshot(
  world: FakeWorld,
  back: { ref: VmRef; snapshotId: string },
  pause: Pause,
): Promise<void> {
  const vm = needVm(world, back.ref);
  if (vm.power !== 'off') refuse(back.ref, vm, 'off');
  const snapshot = needSnapshot(vm, back.snapshotId);
  await pause();
  writeFakeVm(back.ref.dir, { ...vm, power: snapshot.withMemory ? 'saved' : 'off' });
}

async function deleteSnapshot(world: FakeWorld, gone: { ref: VmRef; snapshotId: string }, pause: Pause): Promise<void> {
  const vm = needVm(world, gone.ref);
  const snapshot = needSnapshot(vm, gone.snapshotId);
  await pause();
  writeFakeVm(gone.ref.dir, { ...vm, snapshots: vm.snapshots.filter((candidate) => candidate !== snapshot) });
}

interface Edit {
  readonly method: FakeMethod;
  readonly ref: VmRef;
  readonly options: Parameters<VmControl['start']>[1];
  readonly change: (vm: FakeVm) => FakeVm;
}

function edit(world: FakeWorld, made: Edit): Promise<void> {
  const { method, ref, options } = made;
  const run: FakeWork<void>['run'] = async (pause) => {
    if (method === 'setCable') requireCapability(world, 'cable');
    const vm = needVm(world, ref);
    await pause();
    writeFakeVm(ref.dir, made.change(vm));
  };
  return change(world, { method, target: ref, options, run });
}

/** A call behind a capability flag. */
function guarded<T>(world: FakeWorld, capability: 'savedState' | 'snapshots', work: FakeWork<T>): Promise<T> {
  return change(world, {
    ...work,
    run: (pause) => {
      requireCapability(world, capability);
      return work.run(pause);
    },
  });
}

/** Power, snapshots, forwards and cables. */
export function fakeControl(world: FakeWorld): VmControl {
  return {
    start: (ref, options) =>
      change(world, { method: 'start', target: ref, options, run: (pause) => start(world, ref, pause) }),
    requestStop: (ref, options) =>
      change(world, { method: 'requestStop', target: ref, options, run: (pause) => requestStop(world, ref, pause) }),
    forceStop: (ref, options) =>
      change(world, { method: 'forceStop', target: ref, options, run: (pause) => forceStop(world, ref, pause) }),
    saveState: (ref, options) =>
      guarded(world, 'savedState', {
        method: 'saveState',
        target: ref,
        options,
        run: (pause) => saveState(world, ref, pause),
      }),
    ...fakeSnapshots(world),
    setSshPort: (ref, sshPort, options) =>
      edit(world, { method: 'setSshPort', ref, options, change: (vm) => ({ ...vm, sshPort }) }),
    setCable: (ref, adapter, ...[cableConnected, options]) =>
      edit(world, {
        method: 'setCable',
        ref,
        options,
        change: (vm) => ({
          ...vm,
          adapters: vm.adapters.map((one) => (one.kind === adapter ? { ...one, cableConnected } : one)),
        }),
      }),
  };
}

type Snapshots = Pick<VmControl, 'takeSnapshot' | 'restoreSnapshot' | 'deleteSnapshot' | 'listSnapshots'>;

function fakeSnapshots(world: FakeWorld): Snapshots {
  return {
    takeSnapshot: (ref, name, options) =>
      guarded(world, 'snapshots', {
        method: 'takeSnapshot',
        target: ref,
        options,
        run: (pause) => takeSnapshot(world, { ref, name }, pause),
      }),
    restoreSnapshot: (ref, snapshotId, options) =>
      guarded(world, 'snapshots', {
        method: 'restoreSnapshot',
        target: ref,
        options,
        run: (pause) => restoreSnapshot(world, { ref, snapshotId }, pause),
      }),
    deleteSnapshot: (ref, snapshotId, options) =>
      guarded(world, 'snapshots', {
        method: 'deleteSnapshot',
        target: ref,
        options,
        run: (pause) => deleteSnapshot(world, { ref, snapshotId }, pause),
      }),
    listSnapshots: (ref, options) =>
      guarded(world, 'snapshots', {
        method: 'listSnapshots',
        target: ref,
        options,
        run: () => needVm(world, ref).snapshots.map(({ snapshotId, name }) => ({ snapshotId, name })),
      }),
  };
}

async function ensureNetwork(network: LabNetwork, pause: Pause): Promise<void> {
  await pause();
  const members = network.members.map(({ vmId, dir }) => ({ vmId, dir }));
  writeFakeNetwork(network.dir, { name: network.name, members });
}

async function releaseNetwork(world: FakeWorld, network: LabNetwork, pause: Pause): Promise<void> {
  for (const member of network.members) {
    const reading = readFakeVm(member);
    const vm = reading.kind === 'found' ? settled(world, reading.vm) : null;
    if (vm?.power === 'on') refuse(member, vm, 'off');
  }
  await pause();
  removeFakeNetwork(network.dir);
}

/** The internal network: a file that says whom it carries. */
export function fakeNetwork(world: FakeWorld): NetworkControl {
  return {
    ensureNetwork: (network, options) =>
      change(world, {
        method: 'ensureNetwork',
        target: network.name,
        options,
        run: (pause) => ensureNetwork(network, pause),
      }),
    releaseNetwork: (network, options) =>
      change(world, {
        method: 'releaseNetwork',
        target: network.name,
        options,
        run: (pause) => releaseNetwork(world, network, pause),
      }),
  };
}
