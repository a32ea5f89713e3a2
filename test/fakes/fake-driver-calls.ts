import { LabError, throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { NodeState } from '../../src-main/domain/states.ts';
import type { VmId } from '../../src-main/domain/ids.ts';
import type {
  CallOptions,
  DriverCapabilities,
  GuestExecution,
  NetworkControl,
  VmControl,
  VmCrafting,
  VmReading,
  VmRef,
} from '../../src-main/hypervisors/driver.ts';
import { recordCommand } from '../../src-main/process/trace.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { ownerOf, readFakeVm, type FakeVm } from './fake-vm-store.ts';

export type FakeMethod =
  keyof VmCrafting | keyof VmControl | keyof VmReading | keyof NetworkControl | 'bringBack' | 'compactDisk';

/** One call as it arrived. `vmId` is null for calls that are not about one VM. */
export interface FakeCall {
  readonly method: FakeMethod;
  readonly vmId: VmId | null;
  /** Name of the VM or of the network, path of a shared disk, or `*` for inspectAll. */
  readonly target: string;
}

/** A failure to come. */
export interface FakeFailure {
  readonly method: FakeMethod;
  readonly error: Error;
  /** Only a call for this VM; left out: whichever comes first. */
  readonly vmId?: VmId;
  /** True: the work is done and then the call fails, as when the answer of a tool is lost. Default false. */
  readonly afterwards?: boolean;
}

/** What all parts of a fake driver share. */
export interface FakeWorld {
  readonly capabilities: DriverCapabilities;
  readonly clock: Clock;
  readonly delaysMs: Partial<Readonly<Record<FakeMethod, number>>>;
  readonly stopDelayMs: number;
  readonly needsNetwork: boolean;
  readonly execution: GuestExecution | null;
  readonly calls: FakeCall[];
  readonly listeners: Set<(call: FakeCall) => void | Promise<void>>;
  readonly failures: FakeFailure[];
  readonly queues: Map<string, Promise<unknown>>;
  /** States that hold only while a call of this instance is under way. */
  readonly passing: Map<VmId, NodeState>;
  readonly stubborn: Set<VmId>;
  readonly heldPorts: Set<number>;
  /** Folders of VMs this instance has met. */
  readonly homes: Map<VmId, string>;
  silent: boolean;
}

/** A call as the parts of the fake describe it. */
export interface FakeWork<T> {
  readonly method: FakeMethod;
  readonly target: VmRef | string;
  readonly options: CallOptions;
  /** False: does not wait for earlier calls about the same VM. Default true. */
  readonly queued?: boolean;
  /** Does the work; `pause` waits for as long as this method was told to take. */
  readonly run: (pause: () => Promise<void>) => T | Promise<T>;
}

function takeFailure(world: FakeWorld, call: FakeCall, afterwards: boolean): void {
  const index = world.failures.findIndex(
    (failure) =>
      failure.method === call.method &&
      (failure.afterwards ?? false) === afterwards &&
      (failure.vmId === undefined || failure.vmId === call.vmId),
  );
  const [failure] = index === -1 ? [] : world.failures.splice(index, 1);
  if (failure !== undefined) throw failure.error;
}

async function pauseFor(world: FakeWorld, work: FakeWork<unknown>): Promise<void> {
  const { signal, report } = work.options;
  report?.(0.5);
  const delayMs = world.delaysMs[work.method] ?? 0;
  if (delayMs > 0) await world.clock.sleep(delayMs, signal);
  throwIfCancelled(signal);
}

/** Questions, which a person does not read about. */
const readings: readonly FakeMethod[] = ['inspect', 'inspectAll'];

async function runWork<T>(world: FakeWorld, call: FakeCall, work: FakeWork<T>): Promise<T> {
  throwIfCancelled(work.options.signal);
  takeFailure(world, call, false);
  const result = await work.run(() => pauseFor(world, work));
  if (!readings.includes(call.method))
    recordCommand({ line: `hypervisor ${call.method} ${call.target}`, exitCode: 0, durationMs: 1 });
  takeFailure(world, call, true);
  work.options.report?.(1);
  return result;
}

/** Records the call, queues it behind earlier ones for the same VM, and runs it with the failure planned for it. */
export async function answer<T>(world: FakeWorld, work: FakeWork<T>): Promise<T> {
  const { target } = work;
  const vmId = typeof target === 'string' ? null : target.vmId;
  const call: FakeCall = { method: work.method, vmId, target: typeof target === 'string' ? target : target.name };
  world.calls.push(call);
  if (typeof target !== 'string') world.homes.set(target.vmId, target.dir);
  const key = vmId ?? `${work.method} ${call.target}`;
  const earlier = (work.queued ?? true) ? (world.queues.get(key) ?? Promise.resolve()) : Promise.resolve();
  const result = earlier.then(async () => {
    for (const listener of world.listeners) await listener(call);
    return runWork(world, call, work);
  });
  if (work.queued === false) return result;
  // The next call waits for the end of this one, not for its success.
  world.queues.set(key, result.then(ignoreOutcome, ignoreOutcome));
  return result;
}

function ignoreOutcome(): void {
  // The caller of `answer` has the outcome.
}

/** As `answer`, for calls that change something: they fail while the tool is silent. */
export function change<T>(world: FakeWorld, work: FakeWork<T>): Promise<T> {
  return answer(world, {
    ...work,
    run: (pause) => {
      refuseWhenSilent(world, work.method);
      if (typeof work.target !== 'string') refuseForeign(work.target, work.method);
      return work.run(pause);
    },
  });
}

function refuseWhenSilent(world: FakeWorld, method: FakeMethod): void {
  if (world.silent)
    throw new LabError('command-timeout', `the fake tool did not answer ${method}`, {
      params: { program: 'fake-hypervisor' },
    });
}

/** As every driver: what is not proved to be the VM of this id, in this folder, is left alone. */
function refuseForeign(ref: VmRef, method: FakeMethod): void {
  const owner = ownerOf(ref.dir);
  const reading = readFakeVm(ref);
  const movedTo = reading.kind === 'found' && method !== 'bringBack' ? reading.vm.movedTo : null;
  if ((owner === null || owner === ref.vmId) && movedTo === null) return;
  const place = movedTo ?? `${ref.dir} (${owner ?? ''})`;
  const params = { name: ref.name, node: ref.name, vmId: ref.vmId, place, dir: ref.dir };
  throw new LabError('vm-not-ours', `${ref.vmId} is not in its folder`, { params, evidence: [place] });
}

/** Throws `not-supported` when the capability is off. */
export function requireCapability(world: FakeWorld, capability: keyof DriverCapabilities): void {
  if (!world.capabilities[capability]) {
    throw new LabError('not-supported', `this hypervisor has no ${capability}`, { params: { what: capability } });
  }
}

/** The VM as it is now, or null when the hypervisor does not know it. Throws `vm-broken` when its file is unreadable. */
export function findVm(world: FakeWorld, ref: VmRef): FakeVm | null {
  const reading = readFakeVm(ref);
  if (reading.kind === 'damaged') {
    throw new LabError('vm-broken', `the file of "${ref.name}" is damaged`, {
      params: { node: ref.name },
      evidence: [reading.reason],
    });
  }
  if (reading.kind === 'none' || !reading.vm.registered) return null;
  return settled(world, reading.vm);
}

/** As `findVm`, for calls that need the VM. Throws `vm-not-found`. */
export function needVm(world: FakeWorld, ref: VmRef): FakeVm {
  const vm = findVm(world, ref);
  if (vm === null) throw new LabError('vm-not-found', `no VM "${ref.name}"`, { params: { name: ref.name } });
  return vm;
}

/** A guest that was asked to stop is off once its time has come; nobody has to be there to see it. */
export function settled(world: FakeWorld, vm: FakeVm): FakeVm {
  const isOver = vm.stopsAtMs !== null && vm.stopsAtMs <= world.clock.now();
  return isOver ? { ...vm, power: 'off', stopsAtMs: null } : vm;
}

/** Throws `wrong-state`. */
export function refuse(ref: VmRef, vm: FakeVm, wanted: string): never {
  throw new LabError('wrong-state', `"${ref.name}" is ${vm.power}, not ${wanted}`, {
    params: { name: ref.name, state: vm.power },
  });
}

/** Shows the VM in `state` for as long as `run` takes. */
export async function showing<T>(
  world: FakeWorld,
  shown: { vmId: VmId; state: NodeState },
  run: () => Promise<T>,
): Promise<T> {
  world.passing.set(shown.vmId, shown.state);
  try {
    return await run();
  } finally {
    world.passing.delete(shown.vmId);
  }
}
