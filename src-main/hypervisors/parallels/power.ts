import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { NodeState } from '../../domain/states.ts';
import { waitFor } from '../../platform/wait-for.ts';
import { CommandError } from '../../process/command.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { askToStop, cutPower, dropState, resume, start, suspend } from './argv.ts';
import type { ToolCall } from './argv.ts';
import { registryKey, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, refuseBroken, refuseState, toLabError, toStartFailure } from './failures.ts';
import { dropForward, ensureForward, forwardOf, readForwards } from './forwards.ts';
import { lookUp, missingFiles, requireVm } from './look-up.ts';
import { toNodeState } from './state-map.ts';
import type { VmInfo } from './vm-info.ts';

const restTimeoutMs = 10 * 60_000;
const offTimeoutMs = 60_000;
const lookMs = 500;

function stateOf({ stateText }: VmInfo): NodeState {
  return toNodeState(stateText);
}

/** As promised by `VmControl.start`. Throws `wrong-state` for a sealed base. */
export async function startVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    const vm = await comeToRest(context, ref, { first: await requireVm(context, ref, signal), signal });
    const state = stateOf(vm);
    if (state === 'running') return;
    if (vm.marker?.sealed === true) refuseState(ref.name, 'sealed');
    const missing = await missingFiles(vm);
    if (missing.length > 0) refuseBroken(ref, missing);
    if (state !== 'paused') await readyForward(context, ref, { vm, signal });
    await launch(context, ref, { call: state === 'stopped' ? start(vm.id) : resume(vm.id), signal });
  });
}

interface Vm {
  readonly vm: VmInfo;
  readonly signal: AbortSignal;
}

/**
 * The forward is there, and nothing else has its port. Whether Parallels listens for a VM that is off was never seen: a port
 * that is taken is looked at once more without our rule.
 */
async function readyForward(context: DriverContext, ref: VmRef, { vm, signal }: Vm): Promise<void> {
  await context.registry.run(registryKey, async () => {
    const rule = await readForwards(context, signal)
      .then((rules) => forwardOf(rules, ref))
      .catch((error: unknown) => {
        throw toLabError(error, { name: ref.name, path: ref.dir });
      });
    const sshPort = rule?.hostPort ?? vm.marker?.sshPort;
    if (sshPort === undefined) return;
    if (!(await context.isPortFree(sshPort))) {
      if (rule !== null) await dropForward(context, ref, signal);
      const isTaken = !(await context.isPortFree(sshPort));
      await ensureForward(context, { ref, target: vm.id, sshPort, signal });
      if (isTaken)
        throw new LabError('port-taken', `port ${sshPort} of "${ref.name}" is taken`, {
          params: { port: sshPort, name: ref.name },
        });
    }
    if (rule === null) await ensureForward(context, { ref, target: vm.id, sshPort, signal });
  });
}

interface Launch {
  readonly call: ToolCall;
  readonly signal: AbortSignal;
}

async function launch(context: DriverContext, ref: VmRef, { call, signal }: Launch): Promise<void> {
  const subject = { name: ref.name, path: ref.dir };
  try {
    await context.tools.run(call, signal);
  } catch (error) {
    const failure = toStartFailure(error, subject);
    if (!(error instanceof CommandError) || error.reason === 'missing') throw failure;
    // It may run although the call failed or took too long; only Parallels knows.
    const found = await lookUp(context, ref, signal).catch(() => null);
    if (found?.kind === 'found' && stateOf(found.info) === 'running') return;
    throw failure;
  }
  const vm = await comeToRest(context, ref, { first: await requireVm(context, ref, signal), signal });
  if (stateOf(vm) === 'running') return;
  throw new LabError('vm-start-failed', `"${ref.name}" is ${vm.stateText} after its start`, {
    params: { name: ref.name, node: ref.name, reason: vm.stateText },
    evidence: [`State: ${vm.stateText}`],
  });
}

/** As promised by `VmControl.requestStop`. The call may wait for the guest; it was asked all the same. */
export async function requestStop(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const found = await lookUp(context, ref, signal);
    if (found.kind !== 'found' || stateOf(found.info) !== 'running') return;
    try {
      await context.tools.run(askToStop(found.info.id), signal);
    } catch (error) {
      if (error instanceof CommandError && error.reason === 'timeout') return;
      const after = await lookUp(context, ref, signal);
      // It went off in between.
      if (after.kind === 'found' && stateOf(after.info) === 'running')
        throw toLabError(error, { name: ref.name, path: ref.dir });
    }
  });
}

/** As promised by `VmControl.forceStop`. */
export async function forceStop(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const found = await lookUp(context, ref, signal);
    if (found.kind !== 'found') return;
    const vm = await comeToRest(context, ref, { first: found.info, signal });
    const state = stateOf(vm);
    if (state === 'stopped' || state === 'broken') return;
    const call = state === 'suspended' ? dropState(vm.id) : cutPower(vm.id);
    try {
      await context.tools.run(call, signal);
    } catch (error) {
      const after = await lookUp(context, ref, signal);
      if (after.kind === 'found' && stateOf(after.info) !== 'stopped')
        throw toLabError(error, { name: ref.name, path: ref.dir });
    }
    await waitUntil(context, ref, { wanted: 'stopped', signal });
  });
}

/** As promised by `VmControl.saveState`. Throws `wrong-state` for a VM that is off. */
export async function saveState(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const vm = await comeToRest(context, ref, { first: await requireVm(context, ref, signal), signal });
    const state = stateOf(vm);
    if (state === 'suspended') return;
    if (state !== 'running' && state !== 'paused') refuseState(ref.name, vm.stateText);
    await runFor(context, ref, { call: suspend(vm.id), signal });
    await waitUntil(context, ref, { wanted: 'suspended', signal });
  });
}

interface Waiting {
  readonly wanted: NodeState;
  readonly signal: AbortSignal;
}

async function waitUntil(context: DriverContext, ref: VmRef, { wanted, signal }: Waiting): Promise<void> {
  const look = async (): Promise<true | undefined> =>
    stateOf(await requireVm(context, ref, signal)) === wanted ? true : undefined;
  const waiting = { timeoutMs: offTimeoutMs, intervalMs: lookMs, signal, clock: context.clock };
  if ((await waitFor(look, waiting)) !== undefined) return;
  throw noClearAnswer('prlctl', `"${ref.name}" is not ${wanted}`, []);
}

/** States a VM passes through by itself, such as after a call that was cancelled halfway. */
const passing: readonly NodeState[] = ['starting', 'stopping', 'suspending', 'creating'];

/** The VM once it neither starts nor stops; one that does not come to rest in time is answered as it is. */
async function comeToRest(
  context: DriverContext,
  ref: VmRef,
  { first, signal }: { readonly first: VmInfo; readonly signal: AbortSignal },
): Promise<VmInfo> {
  if (!passing.includes(stateOf(first))) return first;
  const look = async (): Promise<VmInfo | undefined> => {
    const vm = await requireVm(context, ref, signal);
    return passing.includes(stateOf(vm)) ? undefined : vm;
  };
  const waiting = { timeoutMs: restTimeoutMs, intervalMs: lookMs, signal, clock: context.clock };
  return (await waitFor(look, waiting)) ?? first;
}
