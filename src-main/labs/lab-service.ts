import type { LabList } from '../contract/lab-views.ts';
import type { ApiHandlers, CallContext } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import type { OperationInfo, OperationKind } from '../domain/operation.ts';
import { sameLabName } from '../domain/names.ts';
import { planExtraNodes } from '../domain/plan-nodes.ts';
import { nodeDiskBytes } from '../domain/sizing.ts';
import type { LabSpec } from '../domain/lab-spec.ts';
import type { Work } from '../operations/step.ts';
import { ensureDataFolder } from '../store/data-folder.ts';
import { withLock } from '../store/lock.ts';
import { createWork } from './create-work.ts';
import { nodeRef, type LabDeps, type LabSession } from './context.ts';
import { cloneBytes, refuseShortDisk } from './disk-brake.ts';
import { cutPowerWork, setCableWork } from './drill-work.ts';
import { createHandSnapshotHandlers } from './hand-snapshots.ts';
import { newLabRecord, type LabRecord } from './lab-record.ts';
import { toExistingLab } from './lab-store.ts';
import { refuseOverbookedMemory, refuseTooManyNodes } from './memory-budget.ts';
import { operate } from './operate.ts';
import { namesOfRunning } from './running-nodes.ts';
import { planForHost, previewLab } from './plan-preview.ts';
import { saveWork, startWork, stopWork } from './power-work.ts';
import { findDamage, findNodesOn, repairWork } from './repair-work.ts';
import { addWork, removeWork, resetWork } from './resize-work.ts';
import { startOrderWork } from './start-order.ts';
import { restoreWork, snapshotWork } from './snapshot-work.ts';
import { readLabView } from './views.ts';
import { wakeWork } from './wake-work.ts';

/** The methods that make, run and change labs. */
export type LabHandlers = Pick<
  ApiHandlers,
  | 'lab.plan'
  | 'lab.create'
  | 'lab.list'
  | 'lab.status'
  | 'lab.start'
  | 'lab.stop'
  | 'lab.save'
  | 'lab.snapshot'
  | 'lab.restore'
  | 'lab.add'
  | 'lab.remove'
  | 'lab.reset'
  | 'lab.repair'
  | 'lab.handSnapshots'
  | 'lab.wake'
  | 'lab.cutPower'
  | 'lab.setCable'
  | 'lab.setStartOrder'
>;

/** Builds them over their collaborators. */
export function createLabHandlers(deps: LabDeps): LabHandlers {
  const cpuCores = deps.host.readCpuCores();
  async function change({ lab, kind, options }: ChangeRequest, work: WorkOf): Promise<OperationInfo> {
    const record = await deps.store.findLab(lab);
    if (record.phase !== 'ready' && kind !== 'repair') refuseUnfinished(record);
    return operate(deps, { kind, record, work: async (session) => work(session) }, options);
  }
  return {
    'lab.plan': (spec) => previewLab(deps, spec),
    'lab.create': (spec, options) => createLab(deps, spec, options),
    'lab.list': (_request, { signal }) => listLabs(deps, signal),
    'lab.status': async ({ lab }, { signal }) => readLabView(deps, await deps.store.findLab(lab), signal),
    'lab.snapshot': ({ lab, name }, options) =>
      change({ lab, kind: 'snapshot', options }, async (session) => {
        requireCapability(session, 'snapshots');
        refuseTakenSnapshot(session, name);
        await refuseUnkeepable(session, options.signal);
        return snapshotWork(session, name);
      }),
    'lab.restore': ({ lab, name }, options) =>
      change({ lab, kind: 'restore', options }, (session) => restoreWork(session, name, cpuCores)),
    'lab.add': ({ lab, count }, options) =>
      change({ lab, kind: 'add', options }, async (session) => {
        // What an adding has left that was killed or failed counts: asked for again, it is gone on with, not done twice.
        const missing = count - session.record().adding.length;
        const nodes = missing > 0 ? await extraNodes(deps, session.record(), missing) : [];
        refuseTooManyNodes(session, nodes);
        refuseShortDisk(deps, nodes.length * (cloneBytes + nodeDiskBytes));
        const running = await runningNames(session, options.signal);
        if (running.length > 0) await refuseOverbookedMemory(session, options.signal, nodes);
        return addWork(session, nodes, running.length === 0 ? null : { cpuCores });
      }),
    'lab.remove': ({ lab, node }, options) =>
      change({ lab, kind: 'remove', options }, (session) => {
        if (namesOf(session).length < 2) refuseLastNode(node);
        return removeWork(session, node);
      }),
    'lab.reset': ({ lab, node }, options) =>
      change({ lab, kind: 'reset', options }, async (session) => {
        const running = await runningNames(session, options.signal);
        // One whose reset was cut off is off by now, and ran when it was asked for.
        const runs = running.includes(node) || session.record().resetting.includes(node);
        return resetWork(session, node, runs ? { cpuCores } : null);
      }),
    'lab.repair': ({ lab, anew = false }, options) =>
      change({ lab, kind: 'repair', options }, async (session) => {
        if (session.record().phase === 'creating') refuseUnfinished(session.record());
        const findings = await findDamage(session, { anew, signal: options.signal });
        return repairWork(
          session,
          findings,
          findings.some(({ kind }) => kind === 'unknown')
            ? { running: [], asleep: [] }
            : await findNodesOn(session, options.signal),
        );
      }),
    ...createPowerHandlers(change, cpuCores),
    ...createHandSnapshotHandlers(deps),
    ...createNodeHandlers(change),
  };
}

/** The power of all nodes at once. */
function createPowerHandlers(
  change: (request: ChangeRequest, work: WorkOf) => Promise<OperationInfo>,
  cpuCores: number,
): Pick<LabHandlers, 'lab.start' | 'lab.stop' | 'lab.save' | 'lab.wake'> {
  return {
    'lab.wake': ({ lab }, options) =>
      change({ lab, kind: 'wake', options }, (session) => wakeWork(session, options.signal)),
    'lab.start': ({ lab }, options) =>
      change({ lab, kind: 'start', options }, async (session) => {
        await refuseOverbookedMemory(session, options.signal);
        return startWork(session, namesOf(session), cpuCores);
      }),
    'lab.stop': ({ lab }, options) =>
      change({ lab, kind: 'stop', options }, (session) => stopWork(session, namesOf(session))),
    'lab.save': ({ lab }, options) =>
      change({ lab, kind: 'save', options }, async (session) => {
        requireCapability(session, 'savedState');
        await refuseUnkeepable(session, options.signal);
        return saveWork(session, namesOf(session));
      }),
  };
}

/** What is asked of single nodes besides making and removing them. */
function createNodeHandlers(
  change: (request: ChangeRequest, work: WorkOf) => Promise<OperationInfo>,
): Pick<LabHandlers, 'lab.cutPower' | 'lab.setCable' | 'lab.setStartOrder'> {
  return {
    'lab.cutPower': ({ lab, node }, options) =>
      change({ lab, kind: 'cut-power', options }, (session) => cutPowerWork(session, node)),
    'lab.setCable': ({ lab, node, adapter, connected }, options) =>
      change({ lab, kind: 'set-cable', options }, async (session) => {
        requireCapability(session, 'cable');
        const running = await runningNames(session, options.signal);
        return setCableWork(session, { name: node, adapter, connected }, running.includes(node));
      }),
    'lab.setStartOrder': ({ lab, stages }, options) =>
      change({ lab, kind: 'set-start-order', options }, (session) => startOrderWork(session, stages)),
  };
}

async function listLabs(deps: LabDeps, signal: AbortSignal): Promise<LabList> {
  const { labs, damaged } = await deps.store.listLabs();
  return {
    labs: await Promise.all(labs.map((record) => readLabView(deps, record, signal))),
    damaged: damaged.map(({ labId, error }) => ({ labId, error: describeFailure(error) })),
  };
}

interface ChangeRequest {
  readonly lab: string;
  readonly kind: OperationKind;
  readonly options: CallContext;
}

type WorkOf = (session: LabSession) => Work | Promise<Work>;

function namesOf(session: LabSession): readonly string[] {
  return session.record().plan.nodes.map(({ name }) => name);
}

/** Throws `vm-busy` where a node does not tell: one that runs must not pass for one that is off. */
async function runningNames({ deps, driver, record }: LabSession, signal: AbortSignal): Promise<readonly string[]> {
  const { plan } = record();
  const refs = plan.nodes.map((node) => nodeRef(deps, plan, node));
  return namesOfRunning(plan.nodes, await driver.inspectAll(refs, { signal }));
}

/** Throws `disk-nearly-full` where the memory of the running nodes might not fit on the disk. */
async function refuseUnkeepable(session: LabSession, signal: AbortSignal): Promise<void> {
  const { deps, record } = session;
  const running = await runningNames(session, signal);
  const kept = record().plan.nodes.filter(({ name }) => running.includes(name));
  refuseShortDisk(deps, kept.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0) * 1024 ** 2);
}

function requireCapability({ driver }: LabSession, capability: 'savedState' | 'snapshots' | 'cable'): void {
  if (driver.capabilities[capability]) return;
  throw new LabError('not-supported', `${driver.id} cannot do this here: ${capability}`, {
    params: { hypervisor: driver.id, what: capability },
  });
}

function refuseLastNode(name: string): never {
  throw new LabError('last-node', 'a lab keeps at least one node', { params: { name } });
}

function refuseTakenSnapshot(session: LabSession, name: string): void {
  const { snapshots } = session.record();
  if (!snapshots.some((snapshot) => snapshot.name === name)) return;
  const known = snapshots.map((snapshot) => snapshot.name).join(', ');
  throw new LabError('snapshot-name-taken', `snapshot '${name}' exists`, { params: { name, known } });
}

function refuseUnfinished({ plan, phase }: LabRecord): never {
  const code = phase === 'deleting' ? 'lab-deleting' : 'lab-incomplete';
  throw new LabError(code, `lab ${plan.labId} is ${phase}`, { params: { name: plan.name } });
}

async function extraNodes(deps: LabDeps, record: LabRecord, count: number): Promise<LabRecord['plan']['nodes']> {
  const { labs } = await deps.store.listLabs();
  const host = await deps.host.readFacts();
  const existing = labs.map(toExistingLab);
  const nodes = planExtraNodes({
    plan: record.plan,
    count,
    existing,
    host,
    randomHex: (bytes) => deps.random.hex(bytes),
  });
  if (nodes !== null) return [...nodes];
  const params = { field: 'count', value: count, expected: '<= 254' };
  throw new LabError('invalid-input', 'no numbers left for more nodes', { params });
}

/**
 * Makes a lab, or goes on with one of this name that was not finished: its plan stays, so nothing is made twice. Planning
 * and recording happen under one lock, so that two calls at once never choose the same ports, names or networks.
 */
async function createLab(deps: LabDeps, spec: LabSpec, options: CallContext): Promise<OperationInfo> {
  await ensureDataFolder(deps.paths);
  const lock = {
    purpose: 'plan',
    processes: deps.processes,
    clock: deps.clock,
    signal: options.signal,
    waitMs: null,
  };
  const record = await withLock(deps.paths.planLockFile, lock, async () => {
    const { labs } = await deps.store.listLabs();
    const unfinished = labs.find((lab) => lab.phase === 'creating' && sameLabName(lab.plan.name, spec.name));
    if (unfinished !== undefined) return unfinished;
    const { plan } = await planForHost(deps, spec);
    await deps.drivers.driver(plan.hypervisor);
    const createdAt = new Date(deps.clock.now()).toISOString();
    const fresh = newLabRecord(plan, { base: null, createdAt });
    await deps.store.writeLab(fresh);
    return fresh;
  });
  const cpuCores = deps.host.readCpuCores();
  return operate(
    deps,
    {
      kind: 'create',
      record,
      work: (session) => Promise.resolve(createWork(session, cpuCores, options.chosenPassword)),
    },
    options,
  );
}
