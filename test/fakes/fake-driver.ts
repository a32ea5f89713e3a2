import path from 'node:path';
import type { VmId } from '../../src-main/domain/ids.ts';
import type {
  AdapterInspection,
  CallOptions,
  CommandPreview,
  DriverCapabilities,
  GuestExecution,
  HypervisorDriver,
  VmInspection,
  VmReading,
  VmRef,
} from '../../src-main/hypervisors/driver.ts';
import { systemClock, type Clock } from '../../src-main/platform/clock.ts';
import { fakeControl, fakeNetwork, openFakeConsole } from './fake-driver-control.ts';
import { compactFakeVm } from './fake-compact.ts';
import { fakeCrafting } from './fake-driver-crafting.ts';
import {
  answer,
  change,
  needVm,
  refuse,
  settled,
  type FakeCall,
  type FakeFailure,
  type FakeMethod,
  type FakeWorld,
} from './fake-driver-calls.ts';
import { fakeDiskBytes, ownerOf, readFakeVm, writeFakeVm, type FakeVm } from './fake-vm-store.ts';

export type { FakeCall, FakeFailure, FakeMethod } from './fake-driver-calls.ts';

export const allCapabilities: DriverCapabilities = {
  savedState: true,
  snapshots: true,
  groups: true,
  sharedDisk: true,
  cable: true,
  linkedClone: true,
  console: true,
  exportAppliance: true,
};

export interface FakeDriverOptions {
  /** Which hypervisor it passes for; default `qemu`. */
  readonly id?: HypervisorDriver['id'];
  /** Default: everything. */
  readonly capabilities?: Partial<DriverCapabilities>;
  /** Default: the real time. */
  readonly clock?: Clock;
  /** How long calls of a method take; default 0. A start shows `starting`, a save `suspending`, a making `creating`. */
  readonly delaysMs?: Partial<Readonly<Record<FakeMethod, number>>>;
  /** From a requested stop to a guest that is off; default 0. */
  readonly stopDelayMs?: number;
  /** How its guests are run; default: it does not tell. */
  readonly execution?: GuestExecution;
  /** A node only starts on a network that was ensured with it as a member; default true. */
  readonly needsNetwork?: boolean;
}

/** A running guest as its network and its serial port show it. */
export interface FakeGuest {
  readonly vmId: VmId;
  readonly name: string;
  readonly sshPort: number | null;
  readonly boots: number;
  readonly serialLogPath: string;
  readonly adapters: readonly AdapterInspection[];
}

/** How a test steers a fake driver. */
export interface FakeControls {
  /** Every call in order of arrival, refused ones too. */
  readonly calls: readonly FakeCall[];
  /** The next matching call fails; several add up. */
  failNext(failure: FakeFailure): void;
  /** Called before each call is worked on; what it throws the call throws. Returns how to take it off again. */
  onCall(listener: (call: FakeCall) => void | Promise<void>): () => void;
  /** A silent tool: inspections say `unknown`, changes throw `command-timeout`. */
  setSilent(silent: boolean): void;
  /** The VM is `broken` from now on, also for other instances. */
  breakVm(ref: VmRef, reason: string): void;
  /** What somebody does to a VM in the hypervisor's own window. */
  byHand(ref: VmRef, done: Partial<Pick<FakeVm, 'name' | 'movedTo' | 'power' | 'snapshots'>>): void;
  /** The guest ignores (or heeds again) a requested stop. */
  ignoreStop(vmId: VmId, ignored?: boolean): void;
  /** What runs now in the VMs this instance has met. */
  guests(): readonly FakeGuest[];
  /** A running VM is halted, as by a sleep of the computer or by a person in the hypervisor's window. */
  pauseVm(ref: VmRef, by: 'sleep' | 'person' | 'unknown'): void;
  /** The guest powers its VM off by itself. */
  powerOffInside(vmId: VmId): void;
  /** Another program takes the port; returns how to give it back. */
  holdPort(port: number): () => void;
}

/** An invented hypervisor: VMs are a small file each, kept in their folders, so that every instance sees the same ones. */
export type FakeDriver = HypervisorDriver & FakeControls;

function createWorld(options: FakeDriverOptions): FakeWorld {
  return {
    capabilities: { ...allCapabilities, ...options.capabilities },
    clock: options.clock ?? systemClock,
    delaysMs: options.delaysMs ?? {},
    stopDelayMs: options.stopDelayMs ?? 0,
    needsNetwork: options.needsNetwork ?? true,
    execution: options.execution ?? null,
    calls: [],
    listeners: new Set(),
    failures: [],
    queues: new Map(),
    passing: new Map(),
    stubborn: new Set(),
    heldPorts: new Set(),
    homes: new Map(),
    silent: false,
  };
}

const stateOfPower = { off: 'stopped', on: 'running', saved: 'suspended' } as const;

function describeVm(world: FakeWorld, ref: VmRef, vm: FakeVm): VmInspection {
  const { execution } = world;
  const passing = world.passing.get(vm.vmId) ?? (vm.phase === 'creating' ? 'creating' : null);
  return {
    state: passing ?? (vm.pausedBy === null ? stateOfPower[vm.power] : 'paused'),
    reasons: [],
    ...(vm.pausedBy === null || vm.pausedBy === 'unknown' ? {} : { pausedBy: vm.pausedBy }),
    cpus: vm.cpus,
    memoryMiB: vm.memoryMiB,
    group: vm.group,
    adapters: vm.adapters,
    sshPort: vm.sshPort,
    diskUsedBytes: fakeDiskBytes(ref.dir),
    ...(execution === null || vm.power !== 'on' ? {} : { execution }),
    ...(vm.name === ref.name ? {} : { handled: [{ kind: 'renamed', name: vm.name }] }),
  };
}

function inspectNow(world: FakeWorld, ref: VmRef): VmInspection {
  if (world.silent) return { state: 'unknown', reasons: ['the fake tool did not answer'] };
  const reading = readFakeVm(ref);
  if (reading.kind === 'damaged') return { state: 'broken', reasons: [reading.reason] };
  const owner = ownerOf(ref.dir);
  if (owner !== null && owner !== ref.vmId) {
    const handled = { kind: 'another-vm', name: owner, place: ref.dir } as const;
    return { state: 'broken', reasons: [`${ref.dir}: ${owner}`], handled: [handled] };
  }
  if (reading.kind === 'none' || !reading.vm.registered) return { state: 'absent', reasons: [] };
  const { vm } = reading;
  if (vm.movedTo !== null)
    return { state: 'broken', reasons: [vm.movedTo], handled: [{ kind: 'moved', place: vm.movedTo }] };
  if (vm.damage !== null) return { state: 'broken', reasons: [vm.damage] };
  if (vm.base !== null && readFakeVm(vm.base).kind !== 'found')
    return { state: 'broken', reasons: ['its base is gone'] };
  return describeVm(world, ref, settled(world, vm));
}

function fakeReading(world: FakeWorld): VmReading {
  return {
    // Looking does not wait in the queue of the VM: a slow save is to be seen as `suspending`.
    inspect: (ref, options) =>
      answer(world, {
        method: 'inspect',
        queued: false,
        target: ref,
        options,
        run: async (pause) => {
          await pause();
          return inspectNow(world, ref);
        },
      }),
    inspectAll: (refs, options) =>
      answer(world, {
        method: 'inspectAll',
        queued: false,
        target: '*',
        options,
        run: async (pause) => {
          for (const ref of refs) world.homes.set(ref.vmId, ref.dir);
          await pause();
          return new Map(refs.map((ref) => [ref.vmId, inspectNow(world, ref)]));
        },
      }),
  };
}

function previewLine(verb: string, ref: VmRef): readonly { program: string; args: readonly string[] }[] {
  return [{ program: 'fake-hypervisor', args: [verb, '--id', ref.vmId, '--folder', ref.dir] }];
}

const preview: CommandPreview = {
  createBase: ({ ref }) => previewLine('create-base', ref),
  sealBase: (ref) => previewLine('seal-base', ref),
  createNode: ({ ref }) => previewLine('create-node', ref),
  startNode: ({ ref }) => previewLine('start', ref),
};

function runningVms(world: FakeWorld): readonly { dir: string; vm: FakeVm }[] {
  return [...world.homes].flatMap(([vmId, dir]) => {
    const reading = readFakeVm({ vmId, dir });
    const vm = reading.kind === 'found' ? settled(world, reading.vm) : null;
    return vm?.power === 'on' && vm.pausedBy === null ? [{ dir, vm }] : [];
  });
}

function guestsOf(world: FakeWorld): readonly FakeGuest[] {
  return runningVms(world).map(({ dir, vm }) => {
    const { vmId, sshPort, boots, adapters } = vm;
    // Who renames a VM does not rename its guest.
    const name = vm.kind === 'node' ? path.basename(dir) : vm.name;
    return { vmId, name, sshPort, boots, adapters, serialLogPath: path.resolve(dir, vm.serialLogPath) };
  });
}

function powerOffInside(world: FakeWorld, vmId: VmId): void {
  const found = runningVms(world).find(({ vm }) => vm.vmId === vmId);
  if (found !== undefined) writeFakeVm(found.dir, { ...found.vm, power: 'off', stopsAtMs: null });
}

function fakeControls(world: FakeWorld): FakeControls {
  return {
    calls: world.calls,
    failNext: (failure) => {
      world.failures.push(failure);
    },
    onCall: (listener) => {
      world.listeners.add(listener);
      return () => {
        world.listeners.delete(listener);
      };
    },
    setSilent: (silent) => {
      world.silent = silent;
    },
    breakVm: (ref, reason) => {
      const reading = readFakeVm(ref);
      if (reading.kind !== 'found') throw new Error(`no fake VM "${ref.name}" to break`);
      writeFakeVm(ref.dir, { ...reading.vm, damage: reason });
    },
    byHand: (ref, done) => {
      const reading = readFakeVm(ref);
      if (reading.kind !== 'found') throw new Error(`no fake VM "${ref.name}"`);
      writeFakeVm(ref.dir, { ...reading.vm, ...done });
    },
    pauseVm: (ref, by) => {
      const reading = readFakeVm(ref);
      if (reading.kind !== 'found' || reading.vm.power !== 'on') throw new Error(`"${ref.name}" does not run`);
      writeFakeVm(ref.dir, { ...reading.vm, pausedBy: by });
    },
    ignoreStop: (vmId, ignored = true) => {
      if (ignored) world.stubborn.add(vmId);
      else world.stubborn.delete(vmId);
    },
    guests: () => guestsOf(world),
    powerOffInside: (vmId) => {
      powerOffInside(world, vmId);
    },
    holdPort: (port) => {
      world.heldPorts.add(port);
      return () => {
        world.heldPorts.delete(port);
      };
    },
  };
}

function bringBack(world: FakeWorld, ref: VmRef): void {
  const vm = needVm(world, ref);
  if (vm.power !== 'off') refuse(ref, vm, 'off');
  writeFakeVm(ref.dir, { ...vm, name: ref.name, movedTo: null });
}

/**
 * Makes a driver for a hypervisor that does not exist, for tests only. Its VMs live in their folders: another instance on
 * the same folders finds them, running ones too. It passes the same conformance suite as the real drivers.
 */
export function createFakeDriver(options: FakeDriverOptions = {}): FakeDriver {
  const world = createWorld(options);
  return {
    id: options.id ?? 'qemu',
    capabilities: world.capabilities,
    preview,
    ...fakeCrafting(world),
    ...fakeControl(world),
    ...fakeReading(world),
    ...fakeNetwork(world),
    ...fakeControls(world),
    bringBack: (ref, options) =>
      change(world, { method: 'bringBack', target: ref, options, run: () => bringBack(world, ref) }),
    // As in the real ones: VirtualBox writes the port to a file only.
    ...(options.id === 'virtualbox'
      ? { compactDisk: (ref: VmRef, call: CallOptions) => compactFakeVm(world, ref, call) }
      : { openConsoleInput: (ref: VmRef) => openFakeConsole(world, ref) }),
  };
}
