import type { TrashView } from '../contract/lab-views.ts';
import { sameLabName } from '../domain/names.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { operationIdSchema } from '../domain/ids.ts';
import type { OperationInfo } from '../domain/operation.ts';
import { uuidFromHex } from '../domain/plan-nodes.ts';
import { runOperation } from '../operations/runner.ts';
import { readFolderBytes } from '../platform/disk.ts';
import {
  listTrash,
  moveToTrash,
  purge as purgeEntry,
  removeRemains,
  takeBack as takeBackEntry,
  type TrashEntry,
} from '../store/trash.ts';
import type { LabDeps } from './context.ts';
import { adoptWork, deleteWork } from './delete-work.ts';
import type { LabRecord } from './lab-record.ts';
import { leftoverKind } from './leftover-service.ts';
import { operate } from './operate.ts';
import { removeLabFolder } from './own-files.ts';
import { isOwnFile } from './trash-files.ts';

/** Deletion in two stages: to the trash, from where a lab can come back; then away. */
export type TrashHandlers = Pick<ApiHandlers, 'lab.delete' | 'trash.list' | 'trash.takeBack' | 'trash.empty'>;

export function createTrashHandlers(deps: LabDeps): TrashHandlers {
  const { paths } = deps;
  return {
    'lab.delete': async ({ lab, purge }, options) => {
      const record = await deps.store.findLab(lab);
      const { labId, name } = record.plan;
      const work = (session: Parameters<typeof deleteWork>[0]): Promise<ReturnType<typeof deleteWork>> =>
        Promise.resolve(deleteWork(session, { purge }));
      const operation = await operate(deps, { kind: 'delete', record, work }, options);
      if (operation.state !== 'succeeded') return operation;
      // The folder goes last, as the journal of this very operation is in it.
      if (purge) return { ...operation, leftBehind: [...(await removeLabFolder(deps, record.plan))] };
      await moveToTrash(paths, { dir: paths.labDir(labId), kind: 'lab', name, nowMs: deps.clock.now() });
      return operation;
    },
    'trash.list': async () => {
      const entries = await listTrash(paths);
      return Promise.all(entries.map(toView));
    },
    'trash.takeBack': async ({ entryId }, options) => takeBack(deps, entryId, options),
    'trash.empty': async () => {
      const entries = await listTrash(paths);
      const before = await readFolderBytes(paths.trashDir);
      const kept: string[] = [];
      for (const { id, contentDir, origin } of entries) {
        const plan = await readPlan(deps, contentDir);
        kept.push(...(await purgeEntry(paths, id, (path) => isOwnFile(`${origin}/${path}`, plan, deps.isVmFile))));
      }
      await removeRemains(paths);
      return { freedBytes: before - (await readFolderBytes(paths.trashDir)), kept };
    },
  };
}

/** Null when its record cannot be read. */
async function readPlan({ store }: LabDeps, contentDir: string): Promise<LabRecord['plan'] | null> {
  try {
    return (await store.readTrashedLab(contentDir))?.plan ?? null;
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

async function toView({ id, name, movedAt, contentDir }: TrashEntry): Promise<TrashView> {
  return { entryId: id, name, deletedAt: movedAt, sizeBytes: await readFolderBytes(contentDir) };
}

/** Brings a lab back, unless another one has taken its name, its network or its node names since. */
async function takeBack(
  deps: LabDeps,
  nameOrId: string,
  options: Parameters<ApiHandlers['trash.takeBack']>[1],
): Promise<OperationInfo> {
  const entries = await listTrash(deps.paths);
  const entry = entries.find((candidate) => candidate.id === nameOrId || candidate.name === nameOrId);
  if (entry === undefined) {
    const known = entries.map(({ name }) => name).join(', ');
    throw new LabError('not-in-trash', `nothing in the trash is called '${nameOrId}'`, {
      params: { name: nameOrId, known },
    });
  }
  if (entry.kind === leftoverKind) {
    await takeBackEntry(deps.paths, entry.id);
    return doneAtOnce(deps, entry.origin);
  }
  const stored = await deps.store.readTrashedLab(entry.contentDir);
  if (stored === null) {
    throw new LabError('stored-file-damaged', 'the lab has no record', { params: { path: entry.contentDir } });
  }
  const clash = findClash((await deps.store.listLabs()).labs, stored);
  if (clash !== undefined)
    throw new LabError('lab-name-taken', `lab '${clash}' uses the same names or network`, { params: { name: clash } });
  await takeBackEntry(deps.paths, entry.id);
  return operate(
    deps,
    { kind: 'take-back', record: stored, work: (session) => Promise.resolve(adoptWork(session)) },
    options,
  );
}

/** A leftover is back in its place with the move: no hypervisor has to be told. */
function doneAtOnce({ random, clock }: LabDeps, target: string): Promise<OperationInfo> {
  const id = operationIdSchema.parse(uuidFromHex(random.hex(16)));
  const { signal } = new AbortController();
  const quiet = { journal: () => Promise.resolve(), publish: () => undefined };
  return runOperation({ id, kind: 'take-back', target, work: [], signal, clock, ...quiet });
}

/** Name of a lab that meanwhile took the name, the network or a node name of one in the trash. */
function findClash(labs: readonly LabRecord[], back: LabRecord): string | undefined {
  const names = new Set(back.plan.nodes.map(({ name }) => name));
  const clash = labs.find(
    ({ plan }) =>
      sameLabName(plan.name, back.plan.name) ||
      plan.network.subnet === back.plan.network.subnet ||
      plan.network.name === back.plan.network.name ||
      plan.nodes.some(({ name }) => names.has(name)),
  );
  return clash?.plan.name;
}
