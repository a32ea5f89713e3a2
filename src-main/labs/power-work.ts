import { LabError } from '../domain/failure.ts';
import type { NodeState } from '../domain/states.ts';
import type { Step, Work } from '../operations/step.ts';
import { waitFor } from '../platform/wait-for.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { bootBudget } from './boot-budget.ts';
import { nodeRef, type LabSession } from './context.ts';
import { meshStep, networkStep, releaseNetworkStep } from './network-work.ts';
import { readyNodeStep, startNodeStep } from './node-work.ts';
import { stagesFor } from './start-order.ts';
import { plannedNode } from './planned-node.ts';
import { clockStep } from './wake-work.ts';

/**
 * Starts the named nodes (or goes on from saved states) stage by stage, waits until each proves itself, and proves the network. A stage
 * with a node that does not become ready is finished, and the later ones are not begun.
 */
export function startWork(session: LabSession, names: readonly string[], cpuCores: number): Work {
  return [
    networkStep(session, { undoable: false }),
    ...stagesFor(session.record(), names).map((stage) => ({
      limit: bootBudget(cpuCores),
      onFailure: 'finish-others' as const,
      branches: stage.map((name) => [
        startNodeStep(session, name, { undoable: false }),
        readyNodeStep(session, name),
        clockStep(session, name),
      ]),
    })),
    meshStep(session),
  ];
}

/** Shuts nodes down, the last stage first, gracefully as long as they have time for it, and ends the network when all are off. */
export function stopWork(session: LabSession, names: readonly string[]): Work {
  return [
    ...stagesFor(session.record(), names)
      .toReversed()
      .map((stage) => ({
        limit: stage.length,
        onFailure: 'finish-others' as const,
        branches: stage.map((name) => [stopNodeStep(session, name, { together: stage.length })]),
      })),
    releaseNetworkStep(session),
  ];
}

/** Keeps the memory of running nodes on disk and ends them. */
export function saveWork(session: LabSession, names: readonly string[]): Work {
  return [
    { limit: names.length, onFailure: 'finish-others', branches: names.map((name) => [saveNodeStep(session, name)]) },
    releaseNetworkStep(session),
  ];
}

async function stateOf({ deps, driver, record }: LabSession, name: string, signal: AbortSignal): Promise<NodeState> {
  const { plan } = record();
  const node = plan.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
  return (await driver.inspect(nodeRef(deps, plan, node), { signal })).state;
}

function isOff(state: NodeState): boolean {
  return state === 'stopped' || state === 'suspended' || state === 'absent';
}

/** A shutdown is watched for at most this part of the time: the looks of all nodes that shut down together share it. */
const lookShare = 1 / 5;

/**
 * Stops one node: asks the guest, gives it its time, and only then cuts the power, saying so. `together`: how many nodes shut down
 * at the same time.
 */
export function stopNodeStep(session: LabSession, name: string, { together = 1 } = {}): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/stop`,
    title: { key: 'steps.node-stop', params: { node: name } },
    weight: 10,
    probe: async ({ signal }) => isOff(await stateOf(session, name, signal)),
    run: async ({ signal, report }) => {
      const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
      report(null, { key: 'progress.shutting-down', params: { node: name } });
      await driver.requestStop(ref, { signal });
      const off = await waitFor(async () => (isOff(await stateOf(session, name, signal)) ? true : undefined), {
        timeoutMs: deps.timings.stopGraceMs,
        intervalMs: deps.timings.pollMs,
        pausePerLook: together / lookShare - 1,
        signal,
        clock: deps.clock,
      });
      if (off !== undefined) return;
      const seconds = Math.round(deps.timings.stopGraceMs / 1000);
      report(null, { key: 'progress.power-cut', params: { node: name, seconds } });
      await driver.forceStop(ref, { signal });
    },
  };
}

/** Cuts the power of one node at once, dropping a saved state. */
export function powerOffStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/power-off`,
    title: { key: 'steps.node-power-off', params: { node: name } },
    weight: 2,
    run: async ({ signal }) => {
      await driver.forceStop(nodeRef(deps, session.record().plan, plannedNode(session, name)), { signal });
    },
  };
}

function saveNodeStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/save`,
    title: { key: 'steps.node-save', params: { node: name } },
    weight: 10,
    probe: async ({ signal }) => isOff(await stateOf(session, name, signal)),
    run: async ({ signal }) => {
      const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
      await driver.saveState(ref, { signal });
      // The memory is nowhere else any more.
      await syncFolder(ref.dir);
    },
  };
}
