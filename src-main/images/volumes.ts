import { access, readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Platform } from '../platform/platform.ts';

/** A stick, a disk or a drive that is connected now. */
export interface Volume {
  readonly kind: 'removable' | 'drive';
  readonly path: string;
  readonly label: string;
}

/** Finds what is connected. Never throws: what cannot be looked at is not offered. */
export type ListVolumes = () => Promise<readonly Volume[]>;

const driveLetters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));

/** Looks where this system shows its volumes. */
export function createListVolumes({ id, userName }: Pick<Platform, 'id' | 'userName'>): ListVolumes {
  if (id === 'windows') return listDrives;
  if (id === 'macos') return () => listFoldersOf(['/Volumes']);
  return async () => {
    // Desktops mount below the user's own folder; /media and /mnt are for what is mounted by hand.
    const own = posix.join('/media', userName);
    const found = await listFoldersOf([own, posix.join('/run/media', userName), '/media', '/mnt']);
    return found.filter(({ path }) => path !== own);
  };
}

/** The folders in each of these, as volumes; links, hidden ones and folders that are not there are left out. */
export async function listFoldersOf(parents: readonly string[]): Promise<readonly Volume[]> {
  const found = await Promise.all(
    parents.map(async (parent) => {
      // Nothing is mounted where there is no folder, or none this user may see.
      const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => ({ kind: 'removable' as const, path: posix.join(parent, name), label: name }));
    }),
  );
  return found.flat();
}

async function listDrives(): Promise<readonly Volume[]> {
  const drives = await Promise.all(
    driveLetters.map(async (letter): Promise<readonly Volume[]> => {
      const path = `${letter}:\\`;
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      return isThere ? [{ kind: 'drive', path, label: `${letter}:` }] : [];
    }),
  );
  return drives.flat();
}
