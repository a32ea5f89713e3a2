import { listTrash } from '../store/trash.ts';
import type { LabDeps } from './context.ts';

/** Labs by the base they stand on; those in the trash count, as they may come back. */
export async function readBaseUsers(
  deps: Pick<LabDeps, 'store' | 'paths'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { labs } = await deps.store.listLabs();
  const trashed = await Promise.all(
    (await listTrash(deps.paths)).map(({ contentDir }) => deps.store.readTrashedLab(contentDir)),
  );
  const users = new Map<string, string[]>();
  for (const lab of [...labs, ...trashed]) {
    const baseId = lab?.base?.baseId;
    if (lab === null || baseId === undefined) continue;
    users.set(baseId, [...(users.get(baseId) ?? []), lab.plan.name]);
  }
  return users;
}
