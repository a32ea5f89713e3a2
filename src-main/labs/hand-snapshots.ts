import type { ApiHandlers } from '../contract/methods.ts';
import type { HandSnapshots } from '../contract/lab-views.ts';
import { LabError } from '../domain/failure.ts';
import { nodeRef, type LabDeps } from './context.ts';
import type { LabRecord } from './lab-record.ts';

/**
 * Snapshots that somebody took outside of this app, such as in the hypervisor's own window: they go with the node, so whoever is about
 * to delete it is told their names. Nodes whose hypervisor does not tell are named too: unknown is not none.
 */
export function createHandSnapshotHandlers(deps: LabDeps): Pick<ApiHandlers, 'lab.handSnapshots'> {
  return {
    'lab.handSnapshots': async ({ lab, node }, { signal }) => {
      const record = await deps.store.findLab(lab);
      const names = record.plan.nodes.map(({ name }) => name).filter((name) => node === undefined || name === node);
      const found = await Promise.all(names.map((name) => readOfNode(deps, record, { name, signal })));
      return {
        snapshots: found.flatMap(({ snapshots }) => snapshots),
        unknown: found.flatMap(({ unknown }) => unknown),
      };
    },
  };
}

async function readOfNode(
  deps: LabDeps,
  record: LabRecord,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<HandSnapshots> {
  const { plan, snapshots } = record;
  const node = plan.nodes.find((planned) => planned.name === name);
  if (node === undefined) return { snapshots: [], unknown: [] };
  const own = new Set(snapshots.map(({ nodes }) => nodes[name]));
  try {
    const driver = await deps.drivers.driver(plan.hypervisor);
    if (!driver.capabilities.snapshots) return { snapshots: [], unknown: [] };
    const all = await driver.listSnapshots(nodeRef(deps, plan, node), { signal });
    const byHand = all.filter(({ snapshotId }) => !own.has(snapshotId));
    return { snapshots: byHand.map((snapshot) => ({ node: name, name: snapshot.name })), unknown: [] };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // A VM that is not there has none.
    return error.code === 'vm-not-found' ? { snapshots: [], unknown: [] } : { snapshots: [], unknown: [name] };
  }
}
