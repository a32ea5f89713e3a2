import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CableAdapter } from '../domain/cables.ts';
import { LabError } from '../domain/failure.ts';
import type { PlannedNode } from '../domain/plan-types.ts';
import type { VmInspection, VmRef } from '../hypervisors/driver.ts';
import type { Step, Work } from '../operations/step.ts';
import { isMissingFile } from '../store/file-error.ts';
import { pulledOf } from './cables.ts';
import { nodeRef, seedPathOf, serialLogPathOf, type LabSession } from './context.ts';
import { writeSshFiles } from './credentials.ts';
import { networkStep, meshStep } from './network-work.ts';
import { createNodeStep, readyNodeStep } from './node-work.ts';
import { plannedNode } from './planned-node.ts';

/** One difference between what should be and what is, and what repair does about it. */
export interface RepairFinding {
  readonly node: string;
  readonly kind: 'missing' | 'broken' | 'unknown' | 'forward' | 'cable';
  readonly reasons: readonly string[];
  /** Of `cable`: those that nobody pulled on purpose. */
  readonly pulled?: readonly CableAdapter[];
}

/** Compares every node with the record. Pure but for reading the hypervisor. */
export async function findDamage(session: LabSession, signal: AbortSignal): Promise<readonly RepairFinding[]> {
  const { deps, driver } = session;
  const record = session.record();
  const { plan } = record;
  const inspected = await driver.inspectAll(
    plan.nodes.map((node) => nodeRef(deps, plan, node)),
    { signal },
  );
  return plan.nodes.flatMap((node) => findingsOf(node, inspected.get(node.vmId), record.pulledCables[node.name] ?? []));
}

function findingsOf(
  { name: node, sshPort }: PlannedNode,
  found: VmInspection | undefined,
  onPurpose: readonly CableAdapter[],
): readonly RepairFinding[] {
  if (found === undefined || found.state === 'unknown')
    return [{ node, kind: 'unknown', reasons: found?.reasons ?? [] }];
  if (found.state === 'absent') return [{ node, kind: 'missing', reasons: found.reasons }];
  if (found.state === 'broken') return [{ node, kind: 'broken', reasons: found.reasons }];
  const forward: RepairFinding = { node, kind: 'forward', reasons: [`${String(found.sshPort)} -> ${String(sshPort)}`] };
  const pulled = (pulledOf(found) ?? []).filter((adapter) => !onPurpose.includes(adapter));
  return [
    ...(found.sshPort !== undefined && found.sshPort !== sshPort ? [forward] : []),
    ...(pulled.length > 0 ? [{ node, kind: 'cable' as const, reasons: pulled, pulled }] : []),
  ];
}

/**
 * Brings reality back to the record: files for stock tools, VMs the hypervisor lost, forwards, cables (but for those that were pulled as a drill), network, proofs. A
 * broken VM is read again where its files allow it, and never replaced by itself, as its disk may still hold something: the step
 * fails and names `reset`.
 */
export function repairWork(session: LabSession, findings: readonly RepairFinding[], running: readonly string[]): Work {
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
    ...(running.length === 0 ? [] : [networkStep(session, { undoable: false }), ...provingSteps(session, running)]),
  ];
}

function provingSteps(session: LabSession, running: readonly string[]): Work {
  return [
    {
      limit: running.length,
      onFailure: 'finish-others',
      branches: running.map((name) => [readyNodeStep(session, name)]),
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
          if (await holdsVm(ref)) await driver.adoptVm(ref, { signal });
          else await createNodeStep(session, name).run(context);
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
    await driver.adoptVm(ref, { signal });
  } catch (error) {
    if (error instanceof LabError && error.code === 'vm-not-found') throw damaged(reasons, error);
    throw error;
  }
  const found = await driver.inspect(ref, { signal });
  if (found.state === 'broken' || found.state === 'absent') throw damaged(found.reasons);
  // Settings from before the last change may have an earlier port.
  if (found.state !== 'unknown') await driver.setSshPort(ref, node.sshPort, { signal });
}

/** True when more is in the folder than what is written into it before a VM is made. */
async function holdsVm(ref: VmRef): Promise<boolean> {
  const before = [seedPathOf(ref), serialLogPathOf(ref)].map((path) => basename(path));
  try {
    return (await readdir(ref.dir)).some((name) => !before.includes(name));
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
