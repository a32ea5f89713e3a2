import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { posix, win32, type PlatformPath } from 'node:path';
import type { BrowseAnswer, BrowseEntry, BrowsePlace } from '../contract/browse-views.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { throwIfCancelled } from '../domain/failure.ts';
import type { Platform } from '../platform/platform.ts';
import { folderFailure, folderNotReadable } from './folder-failures.ts';
import type { ListVolumes } from './volumes.ts';

/** Endings of the names of disks and media that can be taken; what a file really is its content says, when it is taken. */
const imageEndings = ['.qcow2', '.img', '.raw', '.vmdk', '.vdi', '.vhd', '.iso'];
/** Folders that systems put on sticks and disks for themselves. */
const systemFolders = ['$recycle.bin', 'system volume information', 'lost+found'];
const maxEntries = 500;

/** What browsing takes from its surroundings. */
export interface BrowseSetup {
  readonly platform: Pick<Platform, 'id' | 'homeDir' | 'language'>;
  readonly listVolumes: ListVolumes;
}

/**
 * Answers `images.browse`: the folders and images in one folder, by name and size, without opening a file. Throws
 * `folder-not-readable`; without a path it lists the first of downloads, home and root that can be read.
 */
export function createBrowseHandlers(setup: BrowseSetup): Pick<ApiHandlers, 'images.browse'> {
  return {
    'images.browse': async ({ path }, { signal }) => {
      const places = await listPlaces(setup);
      throwIfCancelled(signal);
      const listed = path === null ? await listFirst(setup, places) : await listFolder(setup, path);
      return { ...listed, places };
    },
  };
}

type Listed = Omit<BrowseAnswer, 'places'>;

function pathsOf({ platform }: BrowseSetup): PlatformPath {
  return platform.id === 'windows' ? win32 : posix;
}

async function listPlaces(setup: BrowseSetup): Promise<BrowsePlace[]> {
  const { platform, listVolumes } = setup;
  const downloads = pathsOf(setup).join(platform.homeDir, 'Downloads');
  const hasDownloads = await stat(downloads).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return [
    ...(hasDownloads ? [{ kind: 'downloads' as const, path: downloads, label: 'Downloads' }] : []),
    { kind: 'home', path: platform.homeDir, label: pathsOf(setup).basename(platform.homeDir) },
    ...(await listVolumes()),
    ...(platform.id === 'windows' ? [] : [{ kind: 'root' as const, path: '/', label: '/' }]),
  ];
}

async function listFirst(setup: BrowseSetup, places: readonly BrowsePlace[]): Promise<Listed> {
  const own = places.filter(({ kind }) => kind === 'downloads' || kind === 'home');
  for (const { path } of own) {
    // One that cannot be read is no failure here: nobody asked for it.
    const listed = await listFolder(setup, path).catch(() => null);
    if (listed !== null) return listed;
  }
  return listFolder(setup, pathsOf(setup).parse(setup.platform.homeDir).root);
}

async function listFolder(setup: BrowseSetup, wanted: string): Promise<Listed> {
  const paths = pathsOf(setup);
  if (wanted.includes('\0') || !paths.isAbsolute(wanted)) throw folderNotReadable(wanted, 'no-path');
  const path = paths.resolve(wanted);
  const parent = paths.dirname(path);
  const found = await readFolder(path);
  const compare = new Intl.Collator(setup.platform.language, { numeric: true }).compare;
  const kinds = await Promise.all(found.map(async (entry) => kindOf(paths.join(path, entry.name), entry)));
  const candidates = found
    .flatMap(({ name }, index) => {
      const kind = kinds[index] ?? null;
      return kind === null ? [] : [{ name, path: paths.join(path, name), kind }];
    })
    .sort((a, b) => (a.kind === b.kind ? compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1));
  return {
    path,
    parent: parent === path ? null : parent,
    entries: await Promise.all(candidates.slice(0, maxEntries).map(withSize)),
    isCut: candidates.length > maxEntries,
  };
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw folderFailure(error, path);
  }
}

function isShown(name: string): boolean {
  return !name.startsWith('.') && !systemFolders.includes(name.toLowerCase());
}

function isNamedImage(name: string): boolean {
  return imageEndings.some((ending) => name.toLowerCase().endsWith(ending));
}

/** What an entry is; a link is what it leads to. Null for all that is not listed. */
async function kindOf(path: string, entry: Dirent): Promise<BrowseEntry['kind'] | null> {
  if (!isShown(entry.name)) return null;
  // A link that leads nowhere, or where this user may not look, leads to nothing that can be chosen.
  const target = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
  if (target === null) return null;
  if (target.isDirectory()) return 'folder';
  return target.isFile() && isNamedImage(entry.name) ? 'image' : null;
}

async function withSize(entry: Omit<BrowseEntry, 'sizeBytes'>): Promise<BrowseEntry> {
  if (entry.kind === 'folder') return { ...entry, sizeBytes: null };
  const sizeBytes = await stat(entry.path).then(
    ({ size }) => size,
    () => null,
  );
  return { ...entry, sizeBytes };
}
