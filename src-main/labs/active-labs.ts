import type { LabView } from '../contract/lab-views.ts';
import type { NodeState } from '../domain/states.ts';
import { readLock } from '../store/lock-file.ts';
import type { LabDeps } from './context.ts';

/** States in which cutting the power of the computer loses what a node was doing. */
const activeStates: readonly NodeState[] = ['creating', 'starting', 'running', 'paused', 'stopping', 'suspending'];

/** Names of those labs that run, even in part, or that an operation of a living process is changing. */
export async function findActiveLabs(
  { paths, processes }: Pick<LabDeps, 'paths' | 'processes'>,
  labs: readonly Pick<LabView, 'labId' | 'name' | 'nodes'>[],
): Promise<readonly string[]> {
  const active: string[] = [];
  for (const { labId, name, nodes } of labs) {
    const holder = (await readLock(paths.labLockFile(labId)))?.content ?? null;
    const isChanging = holder !== null && (await processes.isAlive(holder));
    if (isChanging || nodes.some(({ state }) => activeStates.includes(state))) active.push(name);
  }
  return active;
}
