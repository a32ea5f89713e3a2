import { LabError } from '../domain/failure.ts';
import type { LabView, NodeView } from '../contract/lab-views.ts';
import { labStateOf } from '../domain/states.ts';
import type { VmInspection } from '../hypervisors/driver.ts';
import { pulledOf } from './cables.ts';
import { stagesOf } from './start-order.ts';
import { nodeRef, type LabDeps } from './context.ts';
import type { LabRecord } from './lab-record.ts';

const silent: VmInspection = { state: 'unknown', reasons: [] };

/** What the hypervisor says about every node of a lab; a hypervisor that cannot be reached makes them `unknown`. */
export async function readLabView(deps: LabDeps, record: LabRecord, signal: AbortSignal): Promise<LabView> {
  const { plan } = record;
  const { inspected, canPullCables } = await inspectNodes(deps, record, signal);
  const nodes = plan.nodes.map((node): NodeView => {
    const found = inspected(node.vmId);
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
      proof: record.proofs[node.name] ?? null,
      pulledCables: toList(pulledOf(found)),
    };
  });
  return {
    labId: plan.labId,
    name: plan.name,
    state: labStateOf(
      nodes.map(({ state }) => state),
      record.phase === 'ready',
    ),
    hypervisor: plan.hypervisor,
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

function slownessOf({ execution }: VmInspection): Pick<NodeView, 'slowness'> {
  return execution === undefined || execution.mode === 'native' ? {} : { slowness: execution.mode };
}

function toList<T>(items: readonly T[] | null): T[] | null {
  return items === null ? null : [...items];
}

interface Inspected {
  readonly inspected: (vmId: LabRecord['plan']['nodes'][number]['vmId']) => VmInspection;
  readonly canPullCables: boolean;
}

async function inspectNodes(deps: LabDeps, record: LabRecord, signal: AbortSignal): Promise<Inspected> {
  const { plan } = record;
  try {
    const driver = await deps.drivers.driver(plan.hypervisor);
    const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
    const found = await driver.inspectAll(refs, { signal });
    return { inspected: (vmId) => found.get(vmId) ?? silent, canPullCables: driver.capabilities.cable };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const reasons = [error.message, ...error.evidence];
    return { inspected: () => ({ state: 'unknown', reasons }), canPullCables: false };
  }
}
