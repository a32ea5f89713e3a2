import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

import { z } from 'zod';

import { LabError } from '../domain/failure.ts';
import { ensureDir } from './ensure-dir.ts';
import { fileErrorCode, isMissingFile, translateFileError } from './file-error.ts';
import type { DataPaths } from './file-names.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { removeOwn } from './remove-own.ts';
import { syncNames } from './sync-folder.ts';

const recordFileName = 'record.json';
const contentDirName = 'content';

const trashRecordSchema = z.object({
  schemaVersion: z.literal(1),
  /** What it was: `lab`, `base`, `node`. */
  kind: z.string(),
  /** Name the user knows it by. */
  name: z.string(),
  /** Where it was, relative to the data folder, with `/`. */
  origin: z.string(),
  movedAt: z.iso.datetime(),
});

/** A folder that was deleted and can still be taken back. */
export interface TrashEntry extends Omit<z.infer<typeof trashRecordSchema>, 'schemaVersion'> {
  /** Name of its folder in the trash. */
  readonly id: string;
  /** Where its content lies now. */
  readonly contentDir: string;
}

/** What is moved to the trash. */
export interface TrashRequest {
  /** A folder below the data folder. */
  readonly dir: string;
  readonly kind: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Moves a folder of the data folder to the trash: one rename, so it is in one place or the other. Throws a plain `Error` for a
 * folder that is not ours or not there.
 */
export async function moveToTrash(paths: DataPaths, { dir, kind, name, nowMs }: TrashRequest): Promise<TrashEntry> {
  const origin = originOf(paths, dir);
  await stat(dir);
  // What an earlier move of this very folder has left: whoever moves it holds its lock.
  await removeRemains(paths, (id) => {
    const name = id.replace(/^\d{8}T\d{9}Z-/, '');
    return name === basename(dir) || name.replace(/-\d+$/, '') === basename(dir);
  });
  const movedAt = new Date(nowMs).toISOString();
  const id = await createEntryDir(paths, `${movedAt.replaceAll(/[-:.]/g, '')}-${basename(dir)}`);
  const contentDir = join(paths.trashDir, id, contentDirName);
  const record = { kind, name, origin, movedAt };
  await writeJsonFile(join(paths.trashDir, id, recordFileName), trashRecordSchema, { schemaVersion: 1, ...record });
  await move(dir, contentDir);
  return { ...record, id, contentDir };
}

function originOf({ dataDir, trashDir }: DataPaths, dir: string): string {
  const isTrash = isBelow(trashDir, dir) || resolve(dir) === resolve(trashDir);
  if (!isBelow(dataDir, dir) || isTrash) {
    throw new Error(`'${dir}' is no folder to move to the trash`);
  }
  return relative(dataDir, dir).replaceAll('\\', '/');
}

function isBelow(parent: string, path: string): boolean {
  const way = relative(resolve(parent), resolve(path));
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** Two things of one name may be deleted within one millisecond. */
async function createEntryDir(paths: DataPaths, wantedId: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? wantedId : `${wantedId}-${String(count)}`;
    const dir = join(paths.trashDir, id);
    try {
      await ensureDir(paths.trashDir);
      await mkdir(dir, { mode: 0o700 });
      return id;
    } catch (error) {
      if (fileErrorCode(error) !== 'EEXIST') throw translateFileError(error, dir);
    }
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    throw translateFileError(error, from);
  }
}

/** What lies in the trash, latest first. Folders without a record or without content are not ours to offer and left out. */
export async function listTrash(paths: DataPaths): Promise<readonly TrashEntry[]> {
  const entries = await Promise.all((await listDir(paths.trashDir)).map((id) => readEntry(paths, id)));
  return entries.filter((entry) => entry !== null).toSorted((a, b) => b.movedAt.localeCompare(a.movedAt));
}

async function readEntry(paths: DataPaths, id: string): Promise<TrashEntry | null> {
  const dir = join(paths.trashDir, id);
  const record = await readRecord(join(dir, recordFileName));
  const contentDir = join(dir, contentDirName);
  if (record === null || !(await isThere(contentDir))) return null;
  const { kind, name, origin, movedAt } = record;
  return { kind, name, origin, movedAt, id, contentDir };
}

async function readRecord(path: string): Promise<z.infer<typeof trashRecordSchema> | null> {
  try {
    return await readJsonFile(path, trashRecordSchema);
  } catch (error) {
    if (error instanceof LabError || fileErrorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/**
 * Puts an entry back where it was. Throws `lab-name-taken` with `name` when something else is there by now, a plain `Error` when
 * there is no such entry.
 */
export async function takeBack(paths: DataPaths, id: string): Promise<void> {
  const entry = await findEntry(paths, id);
  const target = join(paths.dataDir, entry.origin);
  if (!isBelow(paths.dataDir, target)) throw new Error(`'${target}' lies outside of the data folder`);
  if (await isThere(target)) {
    throw new LabError('lab-name-taken', `'${target}' is there already`, { params: { name: entry.name } });
  }
  await ensureDir(dirname(target));
  await move(entry.contentDir, target);
  await rm(join(paths.trashDir, id, recordFileName));
  // Somebody may have put something beside it.
  if ((await readdir(join(paths.trashDir, id))).length === 0) await rmdir(join(paths.trashDir, id));
}

/**
 * Deletes an entry for good; only one that `listTrash` shows. Of its content only files that `isOurs` goes: it is asked with the path
 * relative to the content, with `/`. Answers what stays, and then the entry does too. Throws a plain `Error` when there is no such
 * entry.
 */
export async function purge(
  paths: DataPaths,
  id: string,
  isOurs: (path: string) => boolean,
): Promise<readonly string[]> {
  const { contentDir } = await findEntry(paths, id);
  const dir = join(paths.trashDir, id);
  try {
    const kept = await removeOwn(contentDir, isOurs);
    await syncNames(dir);
    // The record goes last: what was interrupted is still an entry, and can be purged again.
    if (kept.length === 0) await rm(dir, { recursive: true });
    return kept;
  } catch (error) {
    throw translateFileError(error, dir);
  }
}

/** Removes what moves and purges that were cut off have left of entries: a record without content, an empty folder. */
export async function removeRemains(paths: DataPaths, isMeant: (id: string) => boolean = () => true): Promise<void> {
  for (const id of (await listDir(paths.trashDir)).filter(isMeant)) {
    const dir = join(paths.trashDir, id);
    const names = await listDir(dir);
    const isRecordAlone = names.every((name) => name.startsWith(recordFileName));
    if (isRecordAlone) await rm(dir, { recursive: true, force: true });
  }
}

async function findEntry(paths: DataPaths, id: string): Promise<TrashEntry> {
  const entry = (await listTrash(paths)).find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`nothing in the trash is called '${id}'`);
  return entry;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}

async function listDir(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (isMissingFile(error)) return [];
    // A file of somebody's in the trash.
    if (fileErrorCode(error) === 'ENOTDIR') return [basename(dir)];
    throw translateFileError(error, dir);
  }
}
