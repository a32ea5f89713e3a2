import { readdir, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Leftover } from '../contract/data-views.ts';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema, hypervisorIds, type HypervisorId } from '../domain/ids.ts';
import type { FoundVm, HypervisorDriver } from '../hypervisors/driver.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { isImageDigest } from '../store/file-names.ts';
import { listFolders } from '../store/list-folders.ts';
import { readLock } from '../store/lock-file.ts';
import { isOurJournal } from '../operations/is-our-journal.ts';
import { listTrash } from '../store/trash.ts';
import { fileExists, unlessMissing } from '../store/unless-missing.ts';
import { seedPathOf, type LabDeps } from './context.ts';

export type LeftoverDeps = Pick<LabDeps, 'paths' | 'store' | 'drivers' | 'host' | 'processes'>;

/** A VM that a hypervisor knows, with its driver. */
export interface KnownVm extends FoundVm {
  readonly driver: HypervisorDriver;
}

/** Something no record names, and the VMs in it. */
export interface Candidate extends Pick<Leftover, 'kind' | 'path' | 'proof'> {
  readonly vms: readonly KnownVm[];
}

interface Place {
  readonly kind: Leftover['kind'];
  readonly path: string;
  /** Held by whoever works on it. */
  readonly lockPath: string | null;
  readonly proof: () => Promise<Leftover['proof']>;
}

/**
 * What lies in the data folder that no record names. Looks only. `proof` says how it is known to be ours; null: it is not, and may not go.
 * What a living process holds the lock of is being made, and is none.
 */
export async function findLeftovers(deps: LeftoverDeps, signal: AbortSignal): Promise<readonly Candidate[]> {
  const vms = await listVms(deps, deps.paths.dataDir, signal);
  const places = [
    ...(await labPlaces(deps)),
    ...(await basePlaces(deps)),
    ...(await trashPlaces(deps)),
    ...(await imagePlaces(deps)),
    ...(await trialPlaces(deps)),
    ...(await lockPlaces(deps)),
  ];
  const judged = await Promise.all(places.map((place) => judge(deps, place, vms)));
  return judged.filter((found) => found !== null);
}

/** VMs below a folder that a usable hypervisor knows; a hypervisor that does not answer is missing from the answer. */
export async function listVms(
  { drivers, host }: Pick<LeftoverDeps, 'drivers' | 'host'>,
  dir: string,
  signal: AbortSignal,
): Promise<readonly KnownVm[]> {
  const { hypervisors } = await host.readFacts();
  const lists = await Promise.all(
    hypervisors.map(async ({ id }) => {
      const driver = await drivers.driver(id);
      const found = (await driver.listBelow?.(dir, { signal })) ?? [];
      return found.map((vm) => ({ ...vm, driver }));
    }),
  );
  return lists.flat();
}

async function judge({ processes }: LeftoverDeps, place: Place, vms: readonly KnownVm[]): Promise<Candidate | null> {
  const { kind, path, lockPath } = place;
  const inside = vms.filter(({ dir }) => `${dir}${sep}`.startsWith(`${path}${sep}`));
  const holder = lockPath === null ? null : ((await readLock(lockPath))?.content ?? null);
  if (holder !== null && (await processes.isAlive(holder))) return null;
  // A base whose record is lost may carry the nodes of every lab: its VM alone does not say that it may go.
  const proof = inside.length > 0 && kind !== 'base-damaged' && kind !== 'base-folder' ? 'vm' : await place.proof();
  return { kind, path, vms: inside, proof };
}

function nothing(): Promise<null> {
  return Promise.resolve(null);
}

/** A lab whose record is damaged is none: it is listed as a damaged lab. */
async function labPlaces({ paths, store }: LeftoverDeps): Promise<readonly Place[]> {
  const { labs, damaged } = await store.listLabs();
  const recorded = new Set<string>([...labs.map(({ plan }) => plan.labId), ...damaged.map(({ labId }) => labId)]);
  const folders = (await listFolders(paths.labsDir)).filter((name) => !recorded.has(name));
  const nodes = await Promise.all(
    labs.map(async ({ plan }) => {
      const planned = new Set(plan.nodes.map(({ name }) => name));
      const nodesDir = paths.nodesDir(plan.labId);
      const names = (await listFolders(nodesDir)).filter((name) => !planned.has(name));
      return names.map((name): Place => {
        const path = join(nodesDir, name);
        const proof = async (): Promise<'seed' | null> =>
          (await fileExists(seedPathOf({ dir: path }))) ? 'seed' : null;
        return { kind: 'node-folder', path, lockPath: paths.labLockFile(plan.labId), proof };
      });
    }),
  );
  const ofFolder = (name: string): Place => {
    const path = join(paths.labsDir, name);
    const proof = async (): Promise<'journal' | 'record' | null> =>
      (await isOurJournal(join(path, 'journal.jsonl'))) ? 'journal' : beginningOf(path);
    return { kind: 'lab-folder', path, lockPath: `${path}.lock`, proof };
  };
  return [...folders.map(ofFolder), ...nodes.flat()];
}

async function basePlaces({ paths, store }: LeftoverDeps): Promise<readonly Place[]> {
  const names = await listFolders(paths.basesDir);
  const kinds = await Promise.all(names.map((name) => kindOfBase(store, name)));
  return names.flatMap((name, index): readonly Place[] => {
    const kind = kinds[index] ?? null;
    const path = join(paths.basesDir, name);
    const proof = async (): Promise<'record' | null> => (kind === 'base-unsealed' ? 'record' : beginningOf(path));
    return kind === null ? [] : [{ kind, path, lockPath: `${path}.lock`, proof }];
  });
}

/** `record` for a folder in which nothing but its record was begun, and never finished: whoever wrote it was ended on the first write. */
async function beginningOf(dir: string): Promise<'record' | null> {
  const names = await unlessMissing(readdir(dir), []);
  return names.length > 0 && names.every((name) => /^(?:lab|base)\.json\.\d+\.tmp$/.test(name)) ? 'record' : null;
}

/** Null for a whole base. */
async function kindOfBase(store: LeftoverDeps['store'], name: string): Promise<Leftover['kind'] | null> {
  const baseId = baseIdSchema.safeParse(name);
  if (!baseId.success) return 'base-folder';
  try {
    const base = await store.readBase(baseId.data);
    if (base === null) return 'base-folder';
    return base.snapshotId === null ? 'base-unsealed' : null;
  } catch (error) {
    if (error instanceof LabError) return 'base-damaged';
    throw error;
  }
}

async function trashPlaces({ paths }: LeftoverDeps): Promise<readonly Place[]> {
  const known = new Set((await listTrash(paths)).map(({ id }) => id));
  const folders = (await listFolders(paths.trashDir)).filter((name) => !known.has(name));
  return folders.map((name) => ({
    kind: 'trash-folder',
    path: join(paths.trashDir, name),
    lockPath: null,
    proof: nothing,
  }));
}

/** Begun downloads and copies, and images whose record was never written: they are made again, or gone on with, when they are wanted. */
async function imagePlaces({ paths }: LeftoverDeps): Promise<readonly Place[]> {
  const { imageWorkDir: workDir, imagesLockFile: lockPath } = paths;
  const proof = (): Promise<'place'> => Promise.resolve('place');
  const parts = (await unlessMissing(readdir(workDir), [])).filter((name) => !name.includes('.lock'));
  const images = (await listFolders(paths.imagesDir)).filter(isImageDigest);
  const whole = await Promise.all(images.map((name) => fileExists(paths.imageRecordFile(name))));
  return [
    ...parts.map((name): Place => ({ kind: 'image-part', path: join(workDir, name), lockPath, proof })),
    ...images
      .filter((_name, index) => whole[index] === false)
      .map((name): Place => ({ kind: 'image-folder', path: paths.imageDir(name), lockPath, proof })),
  ];
}

async function trialPlaces({ paths }: LeftoverDeps): Promise<readonly Place[]> {
  const dirs = hypervisorIds.map((id: HypervisorId) => paths.trialDir(id));
  const there = await Promise.all(dirs.map(fileExists));
  const proof = (): Promise<'place'> => Promise.resolve('place');
  return dirs
    .filter((_dir, index) => there[index] === true)
    .map((path) => ({ kind: 'trial-folder', path, lockPath: paths.trialLockFile, proof }));
}

/** Locks of processes that are gone. They are taken over by whoever needs them, so they are in nobody's way. */
async function lockPlaces({ paths }: LeftoverDeps): Promise<readonly Place[]> {
  const dirs = [paths.labsDir, paths.basesDir, dirname(paths.trialLockFile), paths.imageWorkDir];
  const found = await Promise.all(
    dirs.map(async (dir) => {
      const names = (await unlessMissing(readdir(dir), [])).filter((name) => name.endsWith('.lock'));
      return names.map((name) => join(dir, name));
    }),
  );
  const locks = await Promise.all(
    found.flat().map(async (path): Promise<readonly Place[]> => {
      const content = (await readLock(path))?.content ?? null;
      // One that is being written this very moment is not judged.
      const proof = (): Promise<'lock'> => Promise.resolve('lock');
      return content === null ? [] : [{ kind: 'stale-lock', path, lockPath: path, proof }];
    }),
  );
  return locks.flat();
}

/** What is shown of it. */
export async function describeLeftover({ vms, ...candidate }: Candidate): Promise<Leftover> {
  const found = await unlessMissing(stat(candidate.path), null);
  const isFolder = found?.isDirectory() ?? false;
  return {
    ...candidate,
    sizeBytes: isFolder ? await readFolderBytes(candidate.path) : (found?.blocks ?? 0) * 512,
    changedAt: found === null ? null : found.mtime.toISOString(),
    vms: vms.map(({ name, state }) => ({ name, state })),
  };
}
