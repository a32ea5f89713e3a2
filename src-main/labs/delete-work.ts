import type { Step, Work } from '../operations/step.ts';
import { nodeRef, type LabSession } from './context.ts';
import { endNetworkStep } from './network-work.ts';
import { plannedNode } from './planned-node.ts';
import { powerOffStep } from './power-work.ts';
import { onKnownBase } from './known-base.ts';

/**
 * Takes a lab out of the hypervisor and keeps every file of it: what the move to the trash needs. `purge` deletes the VMs
 * with their disks instead.
 */
export function deleteWork(session: LabSession, { purge }: { readonly purge: boolean }): Work {
  const names = session.record().plan.nodes.map(({ name }) => name);
  return [
    {
      id: 'mark-deleting',
      title: { key: 'steps.mark-deleting', params: {} },
      weight: 1,
      run: async () => {
        await session.update((record) => ({ ...record, phase: 'deleting' }));
      },
    },
    {
      limit: names.length,
      onFailure: 'finish-others',
      branches: names.map((name) => [powerOffStep(session, name)]),
    },
    endNetworkStep(session),
    {
      limit: names.length,
      onFailure: 'finish-others',
      branches: names.map((name) => [purge ? purgeStep(session, name) : releaseStep(session, name)]),
    },
  ];
}

function releaseStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/release`,
    title: { key: 'steps.node-release', params: { node: name } },
    weight: 1,
    run: async ({ signal }) => {
      await driver.releaseVm(nodeRef(deps, session.record().plan, plannedNode(session, name)), { signal });
    },
  };
}

function purgeStep(session: LabSession, name: string): Step {
  const { deps, driver } = session;
  return {
    id: `node/${name}/delete`,
    title: { key: 'steps.node-delete', params: { node: name } },
    weight: 2,
    run: async ({ signal }) => {
      await driver.deleteVm(nodeRef(deps, session.record().plan, plannedNode(session, name)), { signal });
    },
  };
}

/** Makes the hypervisor know the VMs of a lab again whose folder is back in its place. */
export function adoptWork(session: LabSession): Work {
  const { deps, driver } = session;
  const adopt = session.record().plan.nodes.map(({ name }): Step => ({
    id: `node/${name}/adopt`,
    title: { key: 'steps.node-adopt', params: { node: name } },
    weight: 1,
    run: async ({ signal }) => {
      const ref = nodeRef(deps, session.record().plan, plannedNode(session, name));
      await onKnownBase(session, signal, () => driver.adoptVm(ref, { signal }));
    },
  }));
  const finish: Step = {
    id: 'finish',
    title: { key: 'steps.finish', params: {} },
    weight: 1,
    run: async () => {
      await session.update((record) => ({ ...record, phase: 'ready' }));
    },
  };
  return [...adopt, finish];
}
