import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissingFile } from '../store/file-error.ts';
import { listNames } from '../store/list-folders.ts';
import type { Step, Work } from '../operations/step.ts';
import { baseSteps } from './base-work.ts';
import { bootBudget } from './boot-budget.ts';
import type { LabSession } from './context.ts';
import { createCredentials } from './credentials.ts';
import { meshStep, networkStep } from './network-work.ts';
import { stagesFor } from './start-order.ts';
import { createNodeStep, readyNodeStep, startNodeStep } from './node-work.ts';
import { removeLabFolder } from './own-files.ts';

/** Clones made at the same time; each is short, and hypervisors queue most of it themselves. */
export const cloneLimit = 4;

/** The whole way from a plan to ready nodes: image, base, keys, clones, start, proof. Without a password one is made. */
export function createWork(session: LabSession, cpuCores: number, chosenPassword?: string): Work {
  const names = session.record().plan.nodes.map(({ name }) => name);
  return [
    labFolderStep(session, chosenPassword),
    ...baseSteps(session),
    ...sharedDiskSteps(session),
    { limit: cloneLimit, onFailure: 'stop-others', branches: names.map((name) => [createNodeStep(session, name)]) },
    networkStep(session, { undoable: true }),
    ...stagesFor(session.record(), names).map((stage) => ({
      limit: bootBudget(cpuCores),
      onFailure: 'stop-others' as const,
      branches: stage.map((name) => [startNodeStep(session, name, { undoable: true }), readyNodeStep(session, name)]),
    })),
    meshStep(session),
    finishStep(session),
  ];
}

/** The lab's own folder with keys and the files for stock tools; undoing it is the last thing that undo does. */
function labFolderStep(session: LabSession, chosenPassword?: string): Step {
  const { deps } = session;
  const { plan } = session.record();
  return {
    id: 'lab',
    title: { key: 'steps.lab', params: { name: plan.name } },
    weight: 1,
    run: async () => {
      await createCredentials(deps, plan, chosenPassword);
    },
    // A node that could not be undone stays with the record of the lab, which must stay findable.
    undo: async () =>
      (await listNames(deps.paths.nodesDir(plan.labId))).length > 0
        ? [deps.paths.labDir(plan.labId)]
        : removeLabFolder(deps, plan),
  };
}

function sharedDiskSteps(session: LabSession): readonly Step[] {
  const { deps, driver } = session;
  const { plan } = session.record();
  return plan.sharedDisks.map((disk) => {
    const path = deps.paths.sharedDiskFile(plan.labId, disk.name);
    return {
      id: `shared-disk/${disk.name}`,
      title: { key: 'steps.shared-disk', params: { disk: disk.name } },
      weight: 2,
      run: async ({ signal }) => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await driver.createSharedDisk(path, disk.sizeMiB, { signal });
      },
      undo: async () => {
        await rm(path, { force: true });
        await rmdir(dirname(path)).catch((error: unknown) => {
          if (!isMissingFile(error)) throw error;
        });
        return [];
      },
    } satisfies Step;
  });
}

function finishStep(session: LabSession): Step {
  return {
    id: 'finish',
    title: { key: 'steps.finish', params: {} },
    weight: 1,
    run: async () => {
      await session.update((record) => ({ ...record, phase: 'ready' }));
    },
  };
}
