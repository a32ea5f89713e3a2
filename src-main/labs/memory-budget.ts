import { LabError } from '../domain/failure.ts';
import type { HypervisorId } from '../domain/ids.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import { neededShare } from '../domain/short-memory.ts';
import { hostReserveMiB, nodesThatFit } from '../domain/sizing.ts';
import type { HypervisorDriver, VmInspection } from '../hypervisors/driver.ts';
import { nodeRef, type LabDeps, type LabSession } from './context.ts';
import type { LabRecord } from './lab-record.ts';

const holdingStates: readonly VmInspection['state'][] = ['running', 'paused', 'starting', 'stopping', 'suspending'];

/**
 * Throws `host-memory-short` before nodes are started that this computer cannot carry: all of them together must find their part of
 * what is free now, and what was promised to every running node of every lab, whether its guest has used it yet or not, must
 * leave the host its own. `extra`: nodes that are about to be added to the lab. A node whose state is not known counts as off.
 */
export async function refuseOverbookedMemory(
  session: LabSession,
  signal: AbortSignal,
  extra: readonly PlannedNode[] = [],
): Promise<void> {
  const { deps } = session;
  const { plan } = session.record();
  const availableMiB = deps.host.readAvailableMemoryMiB();
  const totalMiB = deps.host.readTotalMemoryMiB();
  const limitMiB = totalMiB - hostReserveMiB({ memoryTotalMiB: totalMiB });
  const others = (await deps.store.listLabs()).labs.filter((lab) => lab.plan.labId !== plan.labId);
  const isEnough = ({ wantedMiB, promisedMiB }: Booking): boolean =>
    wantedMiB === 0 ||
    (promisedMiB + wantedMiB <= limitMiB && (availableMiB === null || wantedMiB * neededShare <= availableMiB));
  // Where everything fits that there is, nobody has to be asked.
  const everythingMiB = sum([...plan.nodes, ...extra, ...others.flatMap((lab) => lab.plan.nodes)]);
  if (isEnough({ wantedMiB: sum([...plan.nodes, ...extra]), promisedMiB: 0 }) && everythingMiB <= limitMiB) return;
  const own = await readHeld(deps, session.record(), signal);
  const foreign = await Promise.all(others.map((record) => readHeld(deps, record, signal)));
  const booking = {
    wantedMiB: sum([...plan.nodes.filter((node) => !own.includes(node)), ...extra]),
    promisedMiB: sum([...own, ...foreign.flat()]),
  };
  if (isEnough(booking)) return;
  const evidence = [
    `to start: ${String(booking.wantedMiB)} MiB, promised to running nodes: ${String(booking.promisedMiB)} MiB`,
    `available: ${String(availableMiB ?? '?')} MiB, total: ${String(totalMiB)} MiB, for nodes at most ${String(limitMiB)} MiB`,
    ...[...own, ...foreign.flat()].map(({ name, memoryMiB }) => `${name}: ${String(memoryMiB)} MiB`),
  ];
  throw new LabError('host-memory-short', `${String(booking.wantedMiB)} MiB more do not fit`, {
    params: { name: plan.name, availableMiB: availableMiB ?? limitMiB, memoryMiB: booking.wantedMiB },
    evidence,
  });
}

interface Booking {
  readonly wantedMiB: number;
  readonly promisedMiB: number;
}

function sum(nodes: readonly Pick<PlannedNode, 'memoryMiB'>[]): number {
  return nodes.reduce((total, { memoryMiB }) => total + memoryMiB, 0);
}

/** Nodes that hold memory of the host. */
async function readHeld(deps: LabDeps, { plan }: LabRecord, signal: AbortSignal): Promise<readonly PlannedNode[]> {
  const driver = await findDriver(deps, plan.hypervisor);
  if (driver === null) return [];
  const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
  const found = await driver.inspectAll(refs, { signal });
  return plan.nodes.filter(({ vmId }) => holdingStates.includes(found.get(vmId)?.state ?? 'unknown'));
}

/** Null where the hypervisor is gone or cannot be used: nothing of it runs, and that is said where that lab is shown. */
async function findDriver({ drivers }: LabDeps, id: HypervisorId): Promise<HypervisorDriver | null> {
  try {
    return await drivers.driver(id);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Throws `not-enough-memory` for a lab that could not run with all of its nodes at once, however empty the computer is. */
export function refuseTooManyNodes({ deps, record }: LabSession, added: readonly PlannedNode[]): void {
  const nodes = [...record().plan.nodes, ...added];
  const memoryTotalMiB = deps.host.readTotalMemoryMiB();
  const largestMiB = Math.max(...nodes.map(({ memoryMiB }) => memoryMiB));
  if (sum(nodes) <= memoryTotalMiB - hostReserveMiB({ memoryTotalMiB })) return;
  const fits = nodesThatFit({ memoryTotalMiB }, largestMiB);
  throw new LabError('not-enough-memory', `${String(nodes.length)} nodes do not fit`, {
    params: { nodes: nodes.length, memoryMiB: largestMiB, fits, totalMiB: memoryTotalMiB },
  });
}
