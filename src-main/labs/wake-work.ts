import { LabError } from '../domain/failure.ts';
import type { TextRef } from '../domain/operation.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import { onceMoreWhenBroken } from '../guest/check-clock.ts';
import type { VmInspection } from '../hypervisors/driver.ts';
import type { ParallelSteps, Step, Work } from '../operations/step.ts';
import { nodeRef, type LabSession } from './context.ts';
import { endpointFor } from './credentials.ts';
import { meshStep, networkStep } from './network-work.ts';
import { plannedNode } from './planned-node.ts';

/**
 * A guest's clock stands where it was when it was halted; it is set to this computer's, and the node has answered with that. Who could
 * show nothing, as its way out is pulled, is not asked: its own time service sets the clock once it is plugged in.
 */
export function clockStep(session: LabSession, name: string): Step {
  const { deps } = session;
  return {
    id: `node/${name}/clock`,
    title: { key: 'steps.node-clock', params: { node: name } },
    weight: 1,
    run: async ({ signal, note }) => {
      const { plan, proofs } = session.record();
      const proof = proofs[name];
      if (proof === undefined) return;
      const endpoint = await endpointFor(deps, plan, plannedNode(session, name));
      const { skewSeconds, wasSet, bootId } = await onceMoreWhenBroken(() =>
        deps.guests.checkClock(endpoint, { signal }),
      );
      if (wasSet) note(clockNote(name, Math.abs(skewSeconds)));
      if (bootId !== proof.bootId) note({ key: 'wake.restarted', params: { node: name } });
    },
  };
}

function clockNote(node: string, seconds: number): TextRef {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return { key: 'wake.clock-seconds', params: { node } };
  if (minutes < 120) return { key: 'wake.clock', params: { node, minutes } };
  return { key: 'wake.clock-hours', params: { node, hours: Math.round(minutes / 60) } };
}

/** Lets a node go on that a sleep of this computer has paused. */
export function goOnStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/go-on`,
    title: { key: 'steps.node-go-on', params: { node: name } },
    weight: 2,
    run: async ({ signal, note }) => {
      await driver.start(nodeRef(deps, session.record().plan, plannedNode(session, name)), { signal });
      note({ key: 'wake.went-on', params: { node: name } });
    },
  };
}

/** A node that stays as it is, and why: somebody wanted it so, or nobody can tell. */
function leaveStep(name: string, { pausedBy, isPausedByDisk }: VmInspection): Step {
  const why = isPausedByDisk === true ? 'disk' : pausedBy === 'person' ? 'person' : 'unknown';
  return {
    id: `node/${name}/leave`,
    title: { key: 'steps.node-look', params: { node: name } },
    weight: 1,
    run: ({ note }) => {
      note({ key: `wake.left-${why}`, params: { node: name } });
      return Promise.resolve();
    },
  };
}

function unknownStep(name: string, reasons: readonly string[]): Step {
  return {
    id: `node/${name}/look`,
    title: { key: 'steps.repair-unknown', params: { node: name } },
    weight: 1,
    run: () => {
      throw new LabError('vm-busy', `cannot tell the state of ${name}`, { params: { name }, evidence: reasons });
    },
  };
}

function stepsFor(session: LabSession, name: string, found: VmInspection | undefined): readonly Step[] {
  switch (found?.state) {
    case undefined:
    case 'unknown':
      return [unknownStep(name, found?.reasons ?? [])];
    case 'running':
      return [clockStep(session, name)];
    case 'paused':
      return found.pausedBy === 'sleep'
        ? [goOnStep(session, name), clockStep(session, name)]
        : [leaveStep(name, found)];
    default:
      return [];
  }
}

/**
 * Mends what a sleep of this computer did to nodes that are on: those that the sleep paused go on, clocks are set, and each is asked over
 * SSH. Nodes that are off stay off, and paused ones that the sleep did not pause stay paused.
 */
function wakeSteps(
  session: LabSession,
  nodes: readonly PlannedNode[],
  inspected: ReadonlyMap<PlannedNode['vmId'], VmInspection>,
): readonly ParallelSteps[] {
  const branches = nodes
    .map(({ name, vmId }) => stepsFor(session, name, inspected.get(vmId)))
    .filter((steps) => steps.length > 0);
  return branches.length === 0 ? [] : [{ limit: branches.length, onFailure: 'finish-others', branches }];
}

/** `lab.wake`: `wakeSteps`, and the internal network with a proof of it. */
export async function wakeWork(session: LabSession, signal: AbortSignal): Promise<Work> {
  const { deps, driver } = session;
  const { plan } = session.record();
  const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
  const inspected = await driver.inspectAll(refs, { signal });
  const steps = wakeSteps(session, plan.nodes, inspected);
  const isOn = [...inspected.values()].some(({ state, pausedBy }) => state === 'running' || pausedBy === 'sleep');
  if (!isOn) return steps;
  return [networkStep(session, { undoable: false }), ...steps, meshStep(session)];
}
