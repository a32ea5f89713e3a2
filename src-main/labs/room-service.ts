import type { DiskRoom } from '../contract/data-views.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { diskFloorBytes, diskRoomLevel } from '../domain/disk-room.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { listTrash } from '../store/trash.ts';
import { readBaseUsers } from './base-users.ts';
import type { LabDeps } from './context.ts';

type RoomDeps = Pick<LabDeps, 'paths' | 'store' | 'host'>;

/** How much room there is. What could be made free is measured only where it matters. */
export function createRoomHandlers(deps: RoomDeps): Pick<ApiHandlers, 'data.room'> {
  return {
    'data.room': async () => {
      const freeBytes = deps.host.readFreeDiskBytes();
      const level = diskRoomLevel(freeBytes);
      const reclaimable = level === 'ample' ? [] : await measureReclaimable(deps);
      return { freeBytes, floorBytes: diskFloorBytes, level, reclaimable };
    },
  };
}

async function measureReclaimable(deps: RoomDeps): Promise<DiskRoom['reclaimable']> {
  const { paths, store } = deps;
  const users = await readBaseUsers(deps);
  const unused = (await store.listBases()).filter(({ baseId }) => !users.has(baseId));
  const trashed = (await listTrash(paths)).map(({ contentDir }) => contentDir);
  const partBytes = await readFolderBytes(paths.imageWorkDir);
  const found: DiskRoom['reclaimable'] = [
    { kind: 'trash', bytes: await sizeOf(trashed) },
    { kind: 'base', bytes: await sizeOf(unused.map(({ baseId }) => paths.baseDir(baseId))) },
    { kind: 'image', bytes: (await readFolderBytes(paths.imagesDir)) - partBytes },
    { kind: 'part', bytes: partBytes },
  ];
  return found.filter(({ bytes }) => bytes > 0);
}

async function sizeOf(dirs: readonly string[]): Promise<number> {
  const sizes = await Promise.all(dirs.map(readFolderBytes));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
