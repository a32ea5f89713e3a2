import type { HandledView, LabView, NodeView } from '../contract/lab-views.ts';
import { LabError } from '../domain/failure.ts';
import type { FailureInfo } from '../domain/operation.ts';
import { labStateOf } from '../domain/states.ts';
import type { VmInspection, VmRef } from '../hypervisors/driver.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import { pulledOf } from './cables.ts';
import { stagesOf } from './start-order.ts';
import { nodeRef, type LabDeps } from './context.ts';
import type { LabRecord } from './lab-record.ts';
import { holdsVm } from './own-files.ts';

const silent: VmInspection = { state: 'unknown', reasons: [] };

/** What the hypervisor says about every node of a lab; a hypervisor that cannot be reached makes them `unknown`. */
export async function readLabView(deps: LabDeps, record: LabRecord, signal: AbortSignal): Promise<LabView> {
  const { plan } = record;
  const { inspected, canPullCables, problem } = await inspectNodes(deps, record, signal);
  const nodes = await Promise.all(
    plan.nodes.map(async (node): Promise<NodeView> => {
      const found = inspected(node.vmId);
      const isOurWork = record.phase !== 'ready' || [...record.unmade, ...record.adding].includes(node.name);
      const handled = isOurWork ? [] : await handledOf(nodeRef(deps, plan, node), found);
      return {
        name: node.name,
        state: found.state,
        reasons: [...found.reasons],
        address: node.address,
        sshPort: node.sshPort,
        cpus: node.cpus,
        memoryMiB: node.memoryMiB,
        diskUsedBytes: found.diskUsedBytes ?? null,
        ...slownessOf(found),
        ...(found.isPausedByDisk === true ? { isPausedByDisk: true } : {}),
        ...(found.pausedBy === undefined ? {} : { pausedBy: found.pausedBy }),
        proof: record.proofs[node.name] ?? null,
        pulledCables: toList(pulledOf(found)),
        ...(handled.length === 0 ? {} : { handled: [...handled] }),
      };
    }),
  );
  return {
    labId: plan.labId,
    name: plan.name,
    state: labStateOf(
      nodes.map(({ state }) => state),
      record.phase === 'ready',
    ),
    hypervisor: plan.hypervisor,
    ...(problem === null ? {} : { problem }),
    canPullCables,
    image: plan.image,
    network: { name: plan.network.name, subnet: plan.network.subnet },
    user: plan.user,
    labDir: deps.paths.labDir(plan.labId),
    sshConfigPath: deps.paths.sshConfigFile(plan.labId),
    inventoryPath: deps.paths.inventoryFile(plan.labId),
    nodes,
    startStages: stagesOf(record).map((stage) => [...stage]),
    snapshots: record.snapshots.map(({ name, takenAt, nodes: taken }) => ({
      name,
      takenAt,
      nodes: Object.keys(taken),
    })),
    createdAt: record.createdAt,
  };
}

/** What was done by hand; of a VM that is not there the files tell whether it was deleted, or only forgotten. */
async function handledOf(ref: VmRef, { state, handled = [] }: VmInspection): Promise<readonly HandledView[]> {
  if (state !== 'absent') return handled;
  return [{ kind: (await holdsVm(ref)) ? 'forgotten' : 'gone' }];
}

function slownessOf({ execution }: VmInspection): Pick<NodeView, 'slowness'> {
  return execution === undefined || execution.mode === 'native' ? {} : { slowness: execution.mode };
}

function toList<T>(items: readonly T[] | null): T[] | null {
  return items === null ? null : [...items];
}

interface Inspected {
  readonly inspected: (vmId: LabRecord['plan']['nodes'][number]['vmId']) => VmInspection;
  readonly canPullCables: boolean;
  readonly problem: FailureInfo | null;
}

async function inspectNodes(deps: LabDeps, record: LabRecord, signal: AbortSignal): Promise<Inspected> {
  const { plan } = record;
  try {
    const driver = await deps.drivers.driver(plan.hypervisor);
    const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
    const found = await driver.inspectAll(refs, { signal });
    const isSilent = [...found.values()].every(({ state }) => state === 'unknown');
    if (isSilent) await deps.drivers.prove?.(plan.hypervisor);
    return { inspected: (vmId) => found.get(vmId) ?? silent, canPullCables: driver.capabilities.cable, problem: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // Why is said once, for the whole lab.
    return { inspected: () => silent, canPullCables: false, problem: describeFailure(error) };
  }
}
