import type { CableAdapter } from '../domain/cables.ts';
import { LabError } from '../domain/failure.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import type { Handled, VmInspection } from '../hypervisors/driver.ts';
import type { Step, StepContext, Work } from '../operations/step.ts';
import { pulledOf } from './cables.ts';
import { nodeRef, type LabSession } from './context.ts';
import { writeSshFiles } from './credentials.ts';
import { onKnownBase } from './known-base.ts';
import { withoutNodes } from './lab-record.ts';
import { networkStep, meshStep } from './network-work.ts';
import { createNodeStep, readyNodeStep } from './node-work.ts';
import { holdsVm } from './own-files.ts';
import { plannedNode } from './planned-node.ts';
import { namesOfRunning } from './running-nodes.ts';
import { clockStep, goOnStep } from './wake-work.ts';

/** One difference between what should be and what is, and what repair does about it. */
export interface RepairFinding {
  readonly node: string;
  readonly kind: 'missing' | 'gone' | 'broken' | 'unknown' | 'forward' | 'cable' | 'renamed' | 'moved';
  readonly reasons: readonly string[];
  /** Of `cable`: those that nobody pulled on purpose. */
  readonly pulled?: readonly CableAdapter[];
}

/** Nodes that run, and those that a sleep of this computer has paused. */
interface NodesOn {
  readonly running: readonly string[];
  readonly asleep: readonly string[];
}

/** Throws `vm-busy` where a node does not tell. */
export async function findNodesOn({ deps, driver, record }: LabSession, signal: AbortSignal): Promise<NodesOn> {
  const { plan } = record();
  const inspected = await driver.inspectAll(
    plan.nodes.map((node) => nodeRef(deps, plan, node)),
    { signal },
  );
  const asleep = plan.nodes.filter(({ vmId }) => inspected.get(vmId)?.pausedBy === 'sleep').map(({ name }) => name);
  return { running: namesOfRunning(plan.nodes, inspected), asleep };
}

/**
 * Compares every node with the record; changes nothing. Without `anew`, a node of which nothing is left is passed over: making it anew
 * is for the user to want.
 */
export async function findDamage(
  session: LabSession,
  { anew, signal }: { readonly anew: boolean; readonly signal: AbortSignal },
): Promise<readonly RepairFinding[]> {
  const { deps, driver } = session;
  const record = session.record();
  const { plan } = record;
  const inspected = await driver.inspectAll(
    plan.nodes.map((node) => nodeRef(deps, plan, node)),
    { signal },
  );
  const findings = plan.nodes.flatMap((node) =>
    findingsOf(node, inspected.get(node.vmId), record.pulledCables[node.name] ?? []),
  );
  const sorted = await Promise.all(
    findings.map(async (finding): Promise<RepairFinding> => {
      const isGone =
        finding.kind === 'missing' && !(await holdsVm(nodeRef(deps, plan, plannedNode(session, finding.node))));
      return isGone ? { ...finding, kind: 'gone' } : finding;
    }),
  );
  const isWanted = ({ kind, node }: RepairFinding): boolean =>
    kind !== 'gone' || anew || record.phase !== 'ready' || [...record.unmade, ...record.adding].includes(node);
  return sorted.filter(isWanted);
}

function findingsOf(
  { name: node, sshPort }: PlannedNode,
  found: VmInspection | undefined,
  onPurpose: readonly CableAdapter[],
): readonly RepairFinding[] {
  if (found === undefined || found.state === 'unknown')
    return [{ node, kind: 'unknown', reasons: found?.reasons ?? [] }];
  if (found.state === 'absent') return [{ node, kind: 'missing', reasons: found.reasons }];
  const isMoved = found.handled?.some(({ kind }) => kind === 'moved') ?? false;
  if (found.state === 'broken') return [{ node, kind: isMoved ? 'moved' : 'broken', reasons: found.reasons }];
  const forward: RepairFinding = { node, kind: 'forward', reasons: [`${String(found.sshPort)} -> ${String(sshPort)}`] };
  const pulled = (pulledOf(found) ?? []).filter((adapter) => !onPurpose.includes(adapter));
  // A running VM keeps the name it was given, which harms nothing.
  const renamed = found.state === 'stopped' ? (found.handled ?? []).filter(isRenamed) : [];
  return [
    ...renamed.map(({ name }) => ({ node, kind: 'renamed' as const, reasons: [name] })),
    ...(found.sshPort !== undefined && found.sshPort !== sshPort ? [forward] : []),
    ...(pulled.length > 0 ? [{ node, kind: 'cable' as const, reasons: pulled, pulled }] : []),
  ];
}

function isRenamed(handled: Handled): handled is Extract<Handled, { kind: 'renamed' }> {
  return handled.kind === 'renamed';
}

/**
 * Brings reality back to the record: files for stock tools, VMs the hypervisor lost, forwards, cables (but for those that were pulled as a drill), network, proofs,
 * what a sleep of this computer halted, clocks. A
 * broken VM is read again where its files allow it, and never replaced by itself, as its disk may still hold something: the step
 * fails and names `reset`.
 */
export function repairWork(
  session: LabSession,
  findings: readonly RepairFinding[],
  { running, asleep }: NodesOn,
): Work {
  return [
    {
      id: 'ssh-files',
      title: { key: 'steps.ssh-files', params: {} },
      weight: 1,
      run: async () => {
        await writeSshFiles(session.deps, session.record().plan);
      },
    },
    {
      limit: Math.max(1, findings.length),
      onFailure: 'finish-others',
      branches: findings.map((finding) => [repairStep(session, finding)]),
    },
    {
      id: 'finish',
      title: { key: 'steps.finish', params: {} },
      weight: 1,
      run: async () => {
        // Every planned node is there now, also one whose adding was cut off.
        await session.update((record) => ({
          ...record,
          phase: record.phase === 'deleting' ? 'ready' : record.phase,
          adding: [],
        }));
      },
    },
    ...(running.length + asleep.length === 0
      ? []
      : [networkStep(session, { undoable: false }), ...provingSteps(session, { running, asleep })]),
  ];
}

function provingSteps(session: LabSession, { running, asleep }: NodesOn): Work {
  const provedSteps = (name: string): readonly Step[] => [readyNodeStep(session, name), clockStep(session, name)];
  return [
    {
      limit: running.length + asleep.length,
      onFailure: 'finish-others',
      branches: [
        ...asleep.map((name) => [goOnStep(session, name), ...provedSteps(name)]),
        ...running.map((name) => provedSteps(name)),
      ],
    },
    meshStep(session),
  ];
}

function repairStep(session: LabSession, finding: RepairFinding): Step {
  const { deps, driver } = session;
  const { node: name, kind } = finding;
  return {
    id: `node/${name}/repair-${kind}`,
    title: { key: `steps.repair-${kind}`, params: { node: name } },
    weight: 3,
    run: async (context) => {
      const { signal } = context;
      const node = plannedNode(session, name);
      const ref = nodeRef(deps, session.record().plan, node);
      const evidence = finding.reasons;
      switch (kind) {
        case 'forward':
          await driver.setSshPort(ref, node.sshPort, { signal });
          return;
        case 'cable':
          for (const adapter of finding.pulled ?? []) await driver.setCable(ref, adapter, true, { signal });
          return;
        case 'missing':
          // Files without a VM: the hypervisor forgot it (or a deletion was interrupted); they are taken up, not replaced.
          await onKnownBase(session, signal, () => driver.adoptVm(ref, { signal }));
          return;
        case 'gone':
          await makeAnew(session, name, context);
          return;
        case 'renamed':
        case 'moved':
          await driver.bringBack?.(ref, { signal });
          return;
        case 'broken':
          await mendBroken(session, finding, signal);
          return;
        case 'unknown':
          throw new LabError('vm-busy', `cannot tell the state of ${name}`, { params: { name }, evidence });
      }
    },
  };
}

/** The node as it was planned, with an empty disk: lab snapshots do not speak of it any more. */
async function makeAnew(session: LabSession, name: string, context: StepContext): Promise<void> {
  await session.update((record) => ({ ...record, snapshots: withoutNodes(record.snapshots, new Set([name])) }));
  await createNodeStep(session, name).run(context);
}

/**
 * Lets the hypervisor read the VM again, where its files still allow that. Throws `vm-broken` when it stays broken: it is never
 * replaced by itself.
 */
async function mendBroken(
  session: LabSession,
  { node: name, reasons }: RepairFinding,
  signal: AbortSignal,
): Promise<void> {
  const { deps, driver } = session;
  const node = plannedNode(session, name);
  const ref = nodeRef(deps, session.record().plan, node);
  const damaged = (evidence: readonly string[], cause?: unknown): LabError =>
    new LabError('vm-broken', `node ${name} is damaged`, { params: { node: name, name }, evidence, cause });
  try {
    await onKnownBase(session, signal, () => driver.adoptVm(ref, { signal }));
  } catch (error) {
    if (error instanceof LabError && error.code === 'vm-not-found') throw damaged(reasons, error);
    throw error;
  }
  const found = await driver.inspect(ref, { signal });
  if (found.state === 'broken' || found.state === 'absent') throw damaged(found.reasons);
  // Settings from before the last change may have an earlier port.
  if (found.state !== 'unknown') await driver.setSshPort(ref, node.sshPort, { signal });
}
