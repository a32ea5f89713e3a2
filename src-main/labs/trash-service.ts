import { rm } from 'node:fs/promises';
import type { ApiHandlers } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import type { OperationInfo } from '../domain/operation.ts';
import { labIdSchema } from '../domain/ids.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { listTrash, moveToTrash, purgeTrash, takeBackFromTrash, type TrashEntry } from '../store/trash.ts';
import type { LabDeps } from './context.ts';
import { adoptWork, deleteWork } from './delete-work.ts';
import { toExistingLab } from './lab-store.ts';
import { operate } from './operate.ts';

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
      if (purge) await rm(paths.labDir(labId), { recursive: true, force: true });
      else
        await moveToTrash(paths, {
          dir: paths.labDir(labId),
          name,
          deletedAt: new Date(deps.clock.now()).toISOString(),
        });
      return operation;
    },
    'trash.list': async () => {
      const entries = await listTrash(paths);
      return Promise.all(
        entries.map(async (entry) => ({ ...publicPart(entry), sizeBytes: await readFolderBytes(entry.dir) })),
      );
    },
    'trash.takeBack': async ({ entryId }, options) => takeBack(deps, entryId, options),
    'trash.empty': async () => {
      const entries = await listTrash(paths);
      const sizes = await Promise.all(entries.map((entry) => readFolderBytes(entry.dir)));
      for (const entry of entries) await purgeTrash(paths, entry.entryId);
      return { freedBytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
    },
  };
}

function publicPart({ entryId, name, deletedAt }: TrashEntry): Omit<TrashEntry, 'dir' | 'originalDir'> {
  return { entryId, name, deletedAt };
}

/** Brings a lab back, unless another one has taken its name, its network or its node names since. */
async function takeBack(
  deps: LabDeps,
  nameOrId: string,
  options: Parameters<ApiHandlers['trash.takeBack']>[1],
): Promise<OperationInfo> {
  const entries = await listTrash(deps.paths);
  const entry = entries.findLast((candidate) => candidate.entryId === nameOrId || candidate.name === nameOrId);
  if (entry === undefined) {
    const known = entries.map(({ name }) => name).join(', ');
    throw new LabError('lab-not-found', `nothing in the trash is called '${nameOrId}'`, {
      params: { name: nameOrId, known },
    });
  }
  const back = await takeBackFromTrash(deps.paths, entry.entryId);
  const record = await deps.store.readLab(labIdSchema.parse(back.labId));
  if (record === null)
    throw new LabError('stored-file-damaged', 'the lab has no record', { params: { path: back.dir } });
  const others = (await deps.store.listLabs()).labs
    .filter((lab) => lab.plan.labId !== record.plan.labId)
    .map(toExistingLab);
  const names = new Set(record.plan.nodes.map(({ name }) => name));
  const clash = others.find(
    (lab) => lab.subnet === record.plan.network.subnet || lab.nodes.some(({ name }) => names.has(name)),
  );
  if (clash !== undefined) {
    await moveToTrash(deps.paths, { dir: back.dir, name: entry.name, deletedAt: entry.deletedAt });
    throw new LabError('lab-name-taken', `lab '${clash.name}' uses the same names or network`, {
      params: { name: clash.name },
    });
  }
  return operate(deps, { kind: 'take-back', record, work: (session) => Promise.resolve(adoptWork(session)) }, options);
}
