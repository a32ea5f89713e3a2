import type { ReclaimItem } from '../contract/reclaim-views.ts';
import { isReplaced } from '../domain/reclaim.ts';
import type { ImageService } from '../images/image-service.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { listTrash } from '../store/trash.ts';
import { readBaseUsers } from './base-users.ts';
import type { LabDeps } from './context.ts';
import { describeLeftover, findLeftovers } from './leftover-scan.ts';
import { readLabView } from './views.ts';

/** A begun download that nobody went on with for so long is given up. */
const partRestMs = 24 * 60 * 60_000;

/** Names what is in the trash as one thing. */
export const trashId = 'trash';

/** Of what goes as a whole. */
function whole(): Pick<ReclaimItem, 'lab' | 'isAtMost' | 'needs'> {
  return { lab: null, isAtMost: false, needs: [] };
}

/** Everything that can give room back, in the order in which it is done. Looks only; a hypervisor that does not answer offers nothing. */
export async function findReclaimable(
  deps: LabDeps,
  images: Pick<ImageService, 'list'>,
  signal: AbortSignal,
): Promise<readonly ReclaimItem[]> {
  const found = [
    ...(await diskItems(deps, signal)),
    ...(await partItems(deps, signal)),
    ...(await trashItems(deps)),
    ...(await baseItems(deps)),
    ...(await imageItems(images)),
  ];
  return found.filter(({ bytes }) => bytes > 0);
}

async function diskItems(deps: LabDeps, signal: AbortSignal): Promise<readonly ReclaimItem[]> {
  const { labs } = await deps.store.listLabs();
  const views = await Promise.all(
    labs.filter(({ phase }) => phase === 'ready').map((record) => readLabView(deps, record, signal)),
  );
  const canCompact = new Map(
    await Promise.all(
      views.map(
        async ({ labId, hypervisor, state }) =>
          [labId, state !== 'unknown' && (await compacts(deps, hypervisor))] as const,
      ),
    ),
  );
  return views.flatMap(({ labId, name: lab, nodes }) =>
    nodes.flatMap(({ name, state, diskUsedBytes, proof }): readonly ReclaimItem[] => {
      const common = { name, lab, bytes: diskUsedBytes ?? 0, isAtMost: true, byDefault: true, needs: [] };
      // A node that never answered is not asked.
      if (state === 'running' && proof !== null)
        return [{ ...common, id: `discard ${labId} ${name}`, kind: 'discard' }];
      const isCompact = state === 'stopped' && canCompact.get(labId) === true;
      return isCompact ? [{ ...common, id: `compact ${labId} ${name}`, kind: 'compact' }] : [];
    }),
  );
}

async function compacts(
  { drivers }: LabDeps,
  hypervisor: Parameters<LabDeps['drivers']['driver']>[0],
): Promise<boolean> {
  return (await drivers.driver(hypervisor)).compactDisk !== undefined;
}

async function partItems(deps: LabDeps, signal: AbortSignal): Promise<readonly ReclaimItem[]> {
  const parts = (await findLeftovers(deps, signal)).filter(
    ({ kind, proof }) => kind === 'image-part' && proof !== null,
  );
  const described = await Promise.all(parts.map(describeLeftover));
  return described.map(({ path, sizeBytes, changedAt }) => ({
    ...whole(),
    id: `part ${path}`,
    kind: 'part',
    name: path,
    bytes: sizeBytes,
    byDefault: changedAt !== null && deps.clock.now() - Date.parse(changedAt) > partRestMs,
  }));
}

async function trashItems({ paths }: LabDeps): Promise<readonly ReclaimItem[]> {
  const entries = await listTrash(paths);
  const name = entries.map((entry) => entry.name).join(', ');
  // Also what is left of an emptying that was cut off.
  const bytes = await readFolderBytes(paths.trashDir);
  return [{ ...whole(), id: trashId, kind: 'trash', name, bytes, byDefault: false }];
}

/** Bases that no lab stands on; those of labs in the trash go with them. */
async function baseItems(deps: LabDeps): Promise<readonly ReclaimItem[]> {
  const { store, paths } = deps;
  const bases = (await store.listBases()).filter(({ snapshotId }) => snapshotId !== null);
  const users = await readBaseUsers(deps);
  const living = new Set((await store.listLabs()).labs.map(({ base }) => base?.baseId));
  // A record that cannot be read may name any of them.
  const isSure = (await store.listLabs()).damaged.length === 0;
  const free = isSure ? bases.filter(({ baseId }) => !living.has(baseId)) : [];
  return Promise.all(
    free.map(async (base): Promise<ReclaimItem> => {
      const isTrashed = users.has(base.baseId);
      return {
        ...whole(),
        id: `base ${base.baseId}`,
        kind: 'base',
        name: `${base.imageId} (${base.hypervisor})`,
        bytes: await readFolderBytes(paths.baseDir(base.baseId)),
        byDefault: !isTrashed && isReplaced(base, bases),
        needs: isTrashed ? [trashId] : [],
      };
    }),
  );
}

/** Images that can be fetched or built again: what a user brought may not be there any more. */
async function imageItems(images: Pick<ImageService, 'list'>): Promise<readonly ReclaimItem[]> {
  const { cached, offered } = await images.list();
  return Promise.all(
    cached
      .filter(({ imageId }) => offered.includes(imageId))
      .map(async ({ imageId, digest, path }) => ({
        ...whole(),
        id: `image ${digest}`,
        kind: 'image',
        name: imageId,
        bytes: await readFolderBytes(path.slice(0, path.lastIndexOf(digest) + digest.length)),
        byDefault: false,
      })),
  );
}
