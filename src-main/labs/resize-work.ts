import { completeStages } from '../domain/start-order.ts';
import { LabError } from '../domain/failure.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import type { Step, Work } from '../operations/step.ts';
import { withoutPulled } from './cables.ts';
import { nodeRef, type LabSession } from './context.ts';
import { createNodeKeys, removeNodeKeys, writeSshFiles } from './credentials.ts';
import { withoutNames, withoutNodes, type LabRecord } from './lab-record.ts';
import { meshStep } from './network-work.ts';
import { createNodeStep } from './node-work.ts';
import { holdsVm, removeVmFolder } from './own-files.ts';
import { plannedNode } from './planned-node.ts';
import { powerOffStep, startWork, stopNodeStep } from './power-work.ts';
import { onKnownBase } from './known-base.ts';

/**
 * Adds planned nodes, and goes on with those that an earlier adding has left unfinished; they are started when the lab runs, and every
 * running node learns their names.
 */
export function addWork(
  session: LabSession,
  nodes: readonly PlannedNode[],
  start: { readonly cpuCores: number } | null,
): Work {
  const names = [...session.record().adding, ...nodes.map(({ name }) => name)];
  return [
    extendStep(session, nodes, names),
    { limit: names.length, onFailure: 'stop-others', branches: names.map((name) => [lateCreateStep(session, name)]) },
    ...(start === null ? [] : startWork(session, names, start.cpuCores)),
    {
      id: 'finish',
      title: { key: 'steps.finish', params: {} },
      weight: 1,
      run: async () => {
        await session.update((record) => ({ ...record, adding: [] }));
      },
    },
  ];
}

function extendStep(session: LabSession, nodes: readonly PlannedNode[], names: readonly string[]): Step {
  const { deps } = session;
  const added = new Set(names);
  return {
    id: 'plan/extend',
    title: { key: 'steps.plan-extend', params: { nodes: [...added].join(', ') } },
    weight: 1,
    run: async () => {
      await session.update((record) => ({
        ...withNodes(record, [...record.plan.nodes, ...nodes]),
        adding: [...names],
      }));
      for (const name of names) await createNodeKeys(deps, session.record().plan, name);
      await writeSshFiles(deps, session.record().plan);
    },
    undo: async () => {
      await forgetNodes(session, added);
      return [];
    },
  };
}

/** The node is planned only once the step before has run, so its definition is looked up late. */
function lateCreateStep(session: LabSession, name: string): Step {
  return {
    id: `node/${name}/create`,
    title: { key: 'steps.node-create', params: { node: name } },
    weight: 3,
    run: (context) => createNodeStep(session, name).run(context),
    undo: async (context) => {
      if (!session.record().plan.nodes.some((node) => node.name === name)) return [];
      return (await createNodeStep(session, name).undo?.(context)) ?? [];
    },
  };
}

function withNodes(record: LabRecord, nodes: readonly PlannedNode[]): LabRecord {
  const names = nodes.map(({ name }) => name);
  const { startStages } = record.plan;
  const fitting = startStages.length === 0 ? [] : completeStages(startStages, names).map((stage) => [...stage]);
  return { ...record, plan: { ...record.plan, nodes: [...nodes], startStages: fitting } };
}

async function forgetNodes(session: LabSession, names: ReadonlySet<string>): Promise<void> {
  const { deps } = session;
  await session.update((record) => ({
    ...withNodes(
      withoutPulled(record, [...names]),
      record.plan.nodes.filter(({ name }) => !names.has(name)),
    ),
    proofs: withoutNames(record.proofs, [...names]),
    unmade: record.unmade.filter((name) => !names.has(name)),
    snapshots: withoutNodes(record.snapshots, names),
    adding: record.adding.filter((name) => !names.has(name)),
    resetting: record.resetting.filter((name) => !names.has(name)),
    taking: Object.fromEntries(Object.entries(record.taking).filter(([name]) => !names.has(name))),
  }));
  for (const name of names) await removeNodeKeys(deps, session.record().plan, name);
  await writeSshFiles(deps, session.record().plan);
}

/** Shuts one node down, deletes its VM and forgets it; the others learn that it is gone. */
export function removeWork(session: LabSession, name: string): Work {
  return [
    stopNodeStep(session, name),
    unmadeStep(session, name),
    deleteVmStep(session, name),
    forgetStep(session, name),
    meshStep(session),
  ];
}

function deleteVmStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
  return {
    id: `node/${name}/delete`,
    title: { key: 'steps.node-delete', params: { node: name } },
    weight: 2,
    run: async ({ signal }) => {
      await takeUpForgotten(session, ref, signal);
      await driver.forceStop(ref, { signal });
      await driver.deleteVm(ref, { signal });
      for (const kept of await removeVmFolder(ref))
        deps.logger.warn({ kept }, 'a folder stays: what is in it is not ours');
    },
  };
}

/**
 * A VM that the hypervisor forgot cannot be deleted, as nothing is known of it: it is made known again first. Where its files do
 * not allow that, they are not ours to take away, and what follows says what is in the way.
 */
async function takeUpForgotten(session: LabSession, ref: VmRef, signal: AbortSignal): Promise<void> {
  const { deps, driver } = session;
  const { state } = await driver.inspect(ref, { signal });
  if (state !== 'absent' || !(await holdsVm(ref))) return;
  try {
    await onKnownBase(session, signal, () => driver.adoptVm(ref, { signal }));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    deps.logger.warn({ error, name: ref.name }, 'what is in the folder of a forgotten VM cannot be taken up');
  }
}

function forgetStep(session: LabSession, name: string): Step {
  return {
    id: `node/${name}/forget`,
    title: { key: 'steps.node-forget', params: { node: name } },
    weight: 1,
    run: async () => {
      await forgetNodes(session, new Set([name]));
    },
  };
}

/** Makes one node anew from the base, with the same name, address and keys; its disk and its snapshots are gone then. */
export function resetWork(session: LabSession, name: string, start: { readonly cpuCores: number } | null): Work {
  const powerOff = powerOffStep(session, name);
  return [
    {
      ...powerOff,
      run: async (context) => {
        if (start !== null) await noteResetting(session, [...session.record().resetting, name]);
        await powerOff.run(context);
      },
    },
    unmadeStep(session, name),
    deleteVmStep(session, name),
    {
      id: `node/${name}/drop-snapshots`,
      title: { key: 'steps.node-drop-snapshots', params: { node: name } },
      weight: 1,
      run: async () => {
        await session.update((record) => ({ ...record, snapshots: withoutNodes(record.snapshots, new Set([name])) }));
        await session.update((record) => withoutPulled(record, [name]));
      },
    },
    // Undoing it would leave the lab without the node: a cancelled reset is gone on with by the next one or by repair.
    withoutUndo(createNodeStep(session, name)),
    ...(start === null ? [] : startWork(session, [name], start.cpuCores)),
    {
      id: 'finish',
      title: { key: 'steps.finish', params: {} },
      weight: 1,
      run: async () => {
        await noteResetting(
          session,
          session.record().resetting.filter((other) => other !== name),
        );
      },
    },
  ];
}

async function noteResetting(session: LabSession, names: readonly string[]): Promise<void> {
  await session.update((record) => ({ ...record, resetting: [...new Set(names)] }));
}

/** Noted before the VM is deleted: whoever goes on after that was interrupted need not ask who took it away. */
function unmadeStep(session: LabSession, name: string): Step {
  return {
    id: `node/${name}/unmade`,
    title: { key: 'steps.node-unmade', params: { node: name } },
    weight: 1,
    run: () => session.update((record) => ({ ...record, unmade: [...new Set([...record.unmade, name])] })),
  };
}

function withoutUndo({ undo: _undo, ...step }: Step): Step {
  return step;
}
