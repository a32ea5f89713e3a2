import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { NodeState } from '../../domain/states.ts';
import { inTurn } from '../../store/in-turn.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { QmpJobError } from './jobs.ts';
import { QmpError, QmpUnreachableError, withQmp } from './qmp.ts';
import type { QmpClient } from './qmp.ts';
import { findProcess, vmTarget } from './vm-process.ts';
import type { ProcessFinding } from './vm-process.ts';

/** A computer under full load answers late, and QEMU not at all while it writes memory to disk. */
const lookTimeoutMs = 20_000;
const connectTimeoutMs = 20_000;

/** A process that was found and answers. */
export type RunningProcess = Extract<ProcessFinding, { readonly kind: 'on' }>;

/** Runs `work` when every earlier change of the same VM has ended. Cancelled before its turn: nothing happens. */
export async function change<T>(ref: VmRef, { signal }: CallOptions, work: () => Promise<T>): Promise<T> {
  throwIfCancelled(signal);
  return inTurn(ref.dir, async () => {
    throwIfCancelled(signal);
    try {
      return await work();
    } catch (error) {
      throw toCallFailure(error, ref);
    }
  });
}

/** What QEMU's control connection reports, as a failure a user can meet. */
function toCallFailure(error: unknown, ref: VmRef): unknown {
  if (error instanceof QmpUnreachableError) {
    const params = { name: ref.name, node: ref.name };
    return new LabError('vm-busy', `"${ref.name}": ${error.message}`, {
      params,
      evidence: [error.message],
      cause: error,
    });
  }
  if (error instanceof QmpError || error instanceof QmpJobError) {
    const params = { name: ref.name, node: ref.name, program: 'QEMU', exitCode: 1 };
    return new LabError('command-failed', error.message, { params, evidence: [error.message], cause: error });
  }
  return error;
}

/** Shows the VM in `state` for as long as `work` takes. */
export async function showing<T>(
  ctx: QemuContext,
  { ref, state }: { readonly ref: VmRef; readonly state: NodeState },
  work: () => Promise<T>,
): Promise<T> {
  ctx.passing.set(ref.vmId, state);
  try {
    return await work();
  } finally {
    ctx.passing.delete(ref.vmId);
  }
}

/** The VM's process, or null when it is off for certain. Throws `vm-busy` when it does not answer. */
export async function findRunning(ctx: QemuContext, ref: VmRef, signal: AbortSignal): Promise<RunningProcess | null> {
  const found = await findProcess(ctx, vmTarget(ref), { signal, timeoutMs: lookTimeoutMs });
  if (found.kind === 'off') return null;
  if (found.kind === 'on') return found;
  throw new LabError('vm-busy', `"${ref.name}" does not answer: ${found.reason}`, {
    params: { name: ref.name, node: ref.name },
    evidence: [found.reason],
  });
}

/** Talks to a running VM. */
export function talk<T>(
  ctx: QemuContext,
  { control }: RunningProcess,
  { signal, work }: { readonly signal: AbortSignal; readonly work: (client: QmpClient) => Promise<T> },
): Promise<T> {
  return withQmp(control, { clock: ctx.clock, signal, timeoutMs: connectTimeoutMs }, work);
}
