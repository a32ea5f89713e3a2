import { LabError } from '../domain/failure.ts';
import type { Step, Work } from '../operations/step.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { nodeRef, type LabSession } from './context.ts';
import { withoutNames, type LabRecord, type LabSnapshot } from './lab-record.ts';
import { plannedNode } from './planned-node.ts';
import { powerOffStep, startWork } from './power-work.ts';

/**
 * Takes one snapshot of every node, at the same time, and then records it: half a snapshot of a lab is none. Running nodes
 * keep running, and their memory is in it.
 */
export function snapshotWork(session: LabSession, name: string): Work {
  const taken = new Map<string, TakenSnapshot>();
  const names = session.record().plan.nodes.map((node) => node.name);
  return [
    {
      limit: names.length,
      onFailure: 'stop-others',
      branches: names.map((node) => [takeStep(session, { node, name, taken })]),
    },
    recordStep(session, name, taken),
  ];
}

/** Undone first, and so before the snapshots go: a record never names one that is not there. */
function recordStep(session: LabSession, name: string, taken: ReadonlyMap<string, TakenSnapshot>): Step {
  let before: LabRecord | null = null;
  return {
    id: 'snapshot/record',
    title: { key: 'steps.snapshot-record', params: { name } },
    weight: 1,
    run: async () => {
      const takenAt = new Date(session.deps.clock.now()).toISOString();
      const entries = [...taken];
      const nodes = Object.fromEntries(entries.map(([node, { snapshotId }]) => [node, snapshotId]));
      const running = entries.filter(([, { wasRunning }]) => wasRunning).map(([node]) => node);
      const snapshot: LabSnapshot = { name, takenAt, nodes, running };
      before = session.record();
      await session.update((record) => ({ ...record, snapshots: [...record.snapshots, snapshot], taking: {} }));
    },
    undo: async () => {
      if (before === null) return [];
      const { snapshots, taking } = before;
      await session.update((record) => ({ ...record, snapshots, taking }));
      return [];
    },
  };
}

interface TakenSnapshot {
  readonly snapshotId: string;
  readonly wasRunning: boolean;
}

interface TakeInput {
  readonly node: string;
  readonly name: string;
  readonly taken: Map<string, TakenSnapshot>;
}

function takeStep(session: LabSession, { node, name, taken }: TakeInput): Step {
  const { deps, driver } = session;
  const ref = nodeRef(deps, session.record().plan, plannedNode(session, node));
  return {
    id: `node/${node}/snapshot`,
    title: { key: 'steps.node-snapshot', params: { node } },
    weight: 5,
    undoOnFailure: true,
    run: async ({ signal }) => {
      await dropHalfTaken(session, node, signal);
      const { state } = await driver.inspect(ref, { signal });
      const known = (await driver.listSnapshots(ref, { signal })).map((snapshot) => snapshot.snapshotId);
      await session.update((record) => ({ ...record, taking: { ...record.taking, [node]: { name, known } } }));
      const { snapshotId } = await driver.takeSnapshot(ref, name, { signal });
      taken.set(node, { snapshotId, wasRunning: state === 'running' });
      await syncFolder(ref.dir);
    },
    undo: async ({ signal }) => {
      await dropHalfTaken(session, node, signal);
      return [];
    },
  };
}

/**
 * Deletes what a taking has left that was cut off, or whose answer never came: the snapshot of its name that was not there before it
 * began. Any other is somebody else's.
 */
async function dropHalfTaken(session: LabSession, node: string, signal: AbortSignal): Promise<void> {
  const { deps, driver, record } = session;
  const taking = record().taking[node];
  if (taking === undefined) return;
  const ref = nodeRef(deps, record().plan, plannedNode(session, node));
  for (const { snapshotId, name } of await driver.listSnapshots(ref, { signal })) {
    if (name !== taking.name || taking.known.includes(snapshotId)) continue;
    await driver.deleteSnapshot(ref, snapshotId, { signal });
  }
  await session.update((current) => ({ ...current, taking: withoutNames(current.taking, [node]) }));
}

/** Puts every node back to a snapshot; nodes whose memory is in it go on from there, the others stay off. */
export function restoreWork(session: LabSession, name: string, cpuCores: number): Work {
  const snapshot = findSnapshot(session, name);
  const nodes = session
    .record()
    .plan.nodes.map((node) => node.name)
    .filter((node) => snapshot.nodes[node] !== undefined);
  // Nodes that were made anew or removed since took their part of it along.
  if (nodes.length === 0) refuseUnknown(session, name);
  const running = nodes.filter((node) => snapshot.running.includes(node));
  return [
    {
      limit: nodes.length,
      onFailure: 'finish-others',
      branches: nodes.map((node) => [powerOffStep(session, node), restoreStep(session, node, snapshot)]),
    },
    ...(running.length === 0 ? [] : startWork(session, running, cpuCores)),
  ];
}

/** Throws `snapshot-not-found`. */
function findSnapshot(session: LabSession, name: string): LabSnapshot {
  return session.record().snapshots.find((snapshot) => snapshot.name === name) ?? refuseUnknown(session, name);
}

function refuseUnknown(session: LabSession, name: string): never {
  const restorable = session.record().snapshots.filter(({ nodes }) => Object.keys(nodes).length > 0);
  const known = restorable.map((snapshot) => snapshot.name).join(', ');
  throw new LabError('snapshot-not-found', `no snapshot '${name}'`, { params: { name, known } });
}

function restoreStep(session: LabSession, node: string, snapshot: LabSnapshot): Step {
  const { deps, driver } = session;
  return {
    id: `node/${node}/restore`,
    title: { key: 'steps.node-restore', params: { node, name: snapshot.name } },
    weight: 3,
    run: async ({ signal }) => {
      const snapshotId = snapshot.nodes[node];
      if (snapshotId === undefined) return;
      await driver.restoreSnapshot(nodeRef(deps, session.record().plan, plannedNode(session, node)), snapshotId, {
        signal,
      });
    },
  };
}
