import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { NodeState } from '../../domain/states.ts';
import { waitFor } from '../../platform/wait-for.ts';
import { CommandError } from '../../process/command.ts';
import { retryTransient } from '../../process/retry.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { baseSnapshotName, control, discardState, getExtraData, sealedKey, startVm } from './argv.ts';
import type { DriverContext } from './context.ts';
import { refuseState, saysHeldForSleep, saysNotRunning, saysServerDied, toLabError } from './failures.ts';
import { explainFailedStart, noteLogs, refuseFullDisk } from './follow-up.ts';
import { lookUpOrFail, requireVm } from './look-up.ts';
import { runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { sshForwardOf } from './vm-info.ts';
import type { VmInfo } from './vm-info.ts';

/** Loading or keeping the memory of a VM takes as long as the disk takes for it. */
const memoryTimeoutMs = 10 * 60_000;
const releaseTimeoutMs = 60_000;
const lookMs = 250;
const newServerMs = 1000;

/** As promised by `VmControl.start`. Throws `wrong-state` for a sealed base. */
export async function startVirtualMachine(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    const info = await comeToRest(context, ref, { info: await requireVm(context, ref, signal), signal });
    const state = toNodeState(info.stateText);
    if (state === 'running') return;
    if (state === 'paused') {
      await refuseFullDisk(context, ref, info);
      await goOn(context, ref, signal);
      return;
    }
    await refuseSealed(context, ref, { info, signal });
    const port = sshForwardOf(info)?.hostPort;
    // VirtualBox starts the VM all the same when the port is taken, without the forward.
    if (port !== undefined && !(await context.isPortFree(port)))
      throw new LabError('port-taken', `port ${port} of "${ref.name}" is taken`, { params: { port, name: ref.name } });
    await launch(context, ref, { info, signal });
  });
}

/** How long VirtualBox has to let a VM go on that it paused for a sleep, before that is done another way. */
const ownResumeMs = 20_000;

/**
 * Lets a paused VM go on. VirtualBox may have done so meanwhile, or mean to; one that it does not let go is written to the disk and
 * taken up again from there, which keeps all that was in its memory.
 */
async function goOn(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const runs = async (): Promise<true | undefined> =>
    toNodeState((await requireVm(context, ref, signal)).stateText) === 'running' ? true : undefined;
  try {
    await context.vbox.run(control(ref, 'resume'), { signal });
  } catch (error) {
    const timeoutMs = saysHeldForSleep(error) ? ownResumeMs : 0;
    if (await waitFor(runs, { timeoutMs, intervalMs: lookMs, signal, clock: context.clock })) return;
    if (!saysHeldForSleep(error)) throw toLabError(error, { name: ref.name, path: ref.dir });
    const options = { signal, timeoutMs: memoryTimeoutMs };
    await runFor(context, ref, { args: control(ref, 'savestate'), options });
    await waitUntilReleased(context, ref, signal);
    await launch(context, ref, { info: await requireVm(context, ref, signal), signal });
  }
}

/** What was told about the VM a moment ago. */
interface Known {
  readonly info: VmInfo;
  readonly signal: AbortSignal;
}

/** Only a VM with the snapshot can be sealed: others are not asked. */
async function refuseSealed(context: DriverContext, ref: VmRef, { info, signal }: Known): Promise<void> {
  if (!info.snapshots.some(({ name }) => name === baseSnapshotName)) return;
  const told = await runFor(context, ref, { args: getExtraData(ref, sealedKey), options: { signal } });
  if (told.includes(ref.vmId)) refuseState(ref.name, 'sealed');
}

async function launch(context: DriverContext, ref: VmRef, { info, signal }: Known): Promise<void> {
  const logs = await noteLogs(info);
  try {
    await startOnceMore(context, ref, signal);
  } catch (error) {
    if (!(error instanceof CommandError) || error.reason === 'timeout' || error.reason === 'missing')
      throw toLabError(error, { name: ref.name, path: ref.dir });
    // Seen by others: the VM runs although the call reports a failure.
    if (/VM ".*" has been successfully started/.test(error.stdout)) return;
    throw await explainFailedStart(context, ref, { error, logs, signal });
  }
}

/** VirtualBox's server may die while a VM starts, and takes the VM along: the next call has a new server (7.2.22). */
async function startOnceMore({ vbox, clock, logger }: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const start = () => vbox.run(startVm(ref), { signal, timeoutMs: memoryTimeoutMs });
  const isTransient = (error: unknown): boolean => error instanceof CommandError && saysServerDied(error);
  await retryTransient(start, { isTransient, delaysMs: [newServerMs], clock, signal, logger });
}

/** As promised by `VmControl.requestStop`. */
export async function requestStop(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const found = await lookUpOrFail(context, ref, signal);
    if (found.kind !== 'found' || toNodeState(found.info.stateText) !== 'running') return;
    try {
      await context.vbox.run(control(ref, 'acpipowerbutton'), { signal });
    } catch (error) {
      // It went off in between.
      if (!saysNotRunning(error)) throw toLabError(error, { name: ref.name, path: ref.dir });
    }
  });
}

/** As promised by `VmControl.forceStop`. A VM that VirtualBox cannot read does not run. */
export async function forceStop(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const found = await lookUpOrFail(context, ref, signal);
    if (found.kind !== 'found') return;
    const state = toNodeState((await comeToRest(context, ref, { info: found.info, signal })).stateText);
    if (state === 'stopped') return;
    if (state === 'suspended') {
      await runFor(context, ref, { args: discardState(ref), options: { signal } });
      return;
    }
    try {
      await context.vbox.run(control(ref, 'poweroff'), { signal });
    } catch (error) {
      if (!saysNotRunning(error)) throw toLabError(error, { name: ref.name, path: ref.dir });
    }
    await waitUntilReleased(context, ref, signal);
  });
}

/** As promised by `VmControl.saveState`. Throws `wrong-state` for a VM that is off. */
export async function saveState(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const info = await comeToRest(context, ref, { info: await requireVm(context, ref, signal), signal });
    const state = toNodeState(info.stateText);
    if (state === 'suspended') return;
    if (state !== 'running' && state !== 'paused') refuseState(ref.name, info.stateText);
    const args = control(ref, 'savestate');
    await runFor(context, ref, { args, options: { signal, timeoutMs: memoryTimeoutMs } });
    await waitUntilReleased(context, ref, signal);
  });
}

/** States a VM passes through by itself, such as after a call that was cancelled halfway. */
const passing: readonly NodeState[] = ['starting', 'stopping', 'suspending', 'creating'];

/**
 * The VM once it neither starts nor stops, and nothing holds it when it is off. One that does not come to rest in time is
 * answered as it is, and the call that follows says what is wrong.
 */
async function comeToRest(context: DriverContext, ref: VmRef, { info: first, signal }: Known): Promise<VmInfo> {
  if (isAtRest(first)) return first;
  const look = async (): Promise<VmInfo | undefined> => {
    const info = await requireVm(context, ref, signal);
    return isAtRest(info) ? info : undefined;
  };
  const isPassing = passing.includes(toNodeState(first.stateText));
  const timeoutMs = isPassing ? memoryTimeoutMs : releaseTimeoutMs;
  return (await waitFor(look, { timeoutMs, intervalMs: lookMs, signal, clock: context.clock })) ?? first;
}

function isAtRest({ stateText, locked }: VmInfo): boolean {
  const state = toNodeState(stateText);
  if (passing.includes(state)) return false;
  // A VM is off a moment before its process has let go of it; changing it fails until then.
  return !(locked && (state === 'stopped' || state === 'suspended'));
}

/** Waits until the VM is off and its process has let go of it. */
async function waitUntilReleased(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const isReleased = async (): Promise<true | undefined> => {
    const { stateText, locked } = await requireVm(context, ref, signal);
    const state = toNodeState(stateText);
    return !locked && (state === 'stopped' || state === 'suspended') ? true : undefined;
  };
  const waiting = { timeoutMs: releaseTimeoutMs, intervalMs: lookMs, signal, clock: context.clock };
  if ((await waitFor(isReleased, waiting)) !== undefined) return;
  throw new LabError('vm-busy', `"${ref.name}" is off, but still held`, { params: { name: ref.name, node: ref.name } });
}
