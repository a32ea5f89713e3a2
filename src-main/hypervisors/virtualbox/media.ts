import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { waitFor } from '../../platform/wait-for.ts';
import { fileExists, unlessMissing } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import { closeMedium, listDisks } from './media-argv.ts';
import type { DriverContext } from './context.ts';
import { readListing } from './listing.ts';
import { toLabError } from './failures.ts';
import { parseMediumInfo } from './parse-medium-info.ts';
import type { MediumInfo, MediumUser } from './parse-medium-info.ts';
import { runFor } from './run.ts';

const copyTimeoutMs = 10 * 60_000;
const copyLookMs = 1000;

/** True when `path` lies in `dir`, at any depth. */
export function isBelow(path: string, dir: string): boolean {
  return resolve(path).startsWith(resolve(dir) + sep);
}

/** The same on disk, where `dir` may be named through links (`/tmp` is one on macOS). An empty path lies nowhere. */
export async function liesIn(path: string, dir: string): Promise<boolean> {
  if (path === '') return false;
  return isBelow(path, dir) || isBelow(path, await unlessMissing(realpath(dir), dir));
}

/** Media whose file lies in `dir`; VirtualBox lists parents before their children. */
export function mediaBelow(media: readonly MediumInfo[], dir: string): readonly MediumInfo[] {
  return media.filter(({ path }) => isBelow(path, dir));
}

/** The medium that `medium` differs from, directly or through others, and that differs from none. */
export function rootOf(media: readonly MediumInfo[], medium: MediumInfo): MediumInfo {
  const parent = media.find(({ mediumId }) => mediumId === medium.parentId);
  return parent === undefined ? medium : rootOf(media, parent);
}

/** VMs with disks elsewhere that differ from a disk in `dir`: the clones of the base in that folder. */
export function clonesOn(media: readonly MediumInfo[], dir: string): readonly MediumUser[] {
  const standsBelow = (medium: MediumInfo): boolean => {
    const parent = media.find(({ mediumId }) => mediumId === medium.parentId);
    return parent !== undefined && (isBelow(parent.path, dir) || standsBelow(parent));
  };
  const clones = media.filter((medium) => !isBelow(medium.path, dir) && standsBelow(medium));
  const users = clones.flatMap(({ users, path }) => (users.length > 0 ? users : [{ vmId: '', name: path }]));
  const distinct = [...new Map(users.map((user) => [user.vmId + user.name, user])).values()];
  return distinct.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Every disk VirtualBox knows. */
export async function readMedia(context: DriverContext, signal: AbortSignal): Promise<readonly MediumInfo[]> {
  try {
    const { stdout } = await readListing(context, listDisks, signal);
    return parseMediumInfo(stdout);
  } catch (error) {
    throw toLabError(error, { name: 'VirtualBox', path: '' });
  }
}

/** Throws `base-in-use` when clones stand on the VM. Call it in the media queue, so that none is made meanwhile. */
export async function refuseClones(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const media = await readMedia(context, signal);
  if (clonesOn(media, ref.dir).length === 0) return;
  const gone = await findGone(context, media, ref);
  await forget(context, ref, { media: gone, signal });
  const clones = clonesOn(
    media.filter((medium) => !gone.includes(medium)),
    ref.dir,
  );
  if (clones.length === 0) return;
  const users = clones.map(({ name }) => name).join(', ');
  throw new LabError('base-in-use', `"${ref.name}" has clones: ${users}`, { params: { name: ref.name, users } });
}

/**
 * Disks of clones that were deleted: made below our data folder, of no VM, and without their file. VirtualBox goes on naming them when its
 * server ended before it had written that they were closed, or opened one for a call that was given up (7.2.22). Elsewhere a
 * missing file may lie on a drive that is not plugged in.
 */
async function findGone(
  { dataDir }: DriverContext,
  media: readonly MediumInfo[],
  ref: VmRef,
): Promise<readonly MediumInfo[]> {
  if (dataDir === null) return [];
  const isCandidate = ({ path, users }: MediumInfo): boolean =>
    users.length === 0 && isDifferenceName(path) && isBelow(path, dataDir) && !isBelow(path, ref.dir);
  const missing = await Promise.all(
    media.filter(isCandidate).map(async (medium) => ((await fileExists(medium.path)) ? [] : [medium])),
  );
  return missing.flat();
}

/**
 * Waits until no disk is copied any more. A copy whose VBoxManage was killed is finished by VirtualBox's server all the same,
 * and would end in the middle of the next one to the same file (7.2.22). The source of a copy is locked for reading although
 * no VM uses it.
 */
export async function waitForCopies(context: DriverContext, signal: AbortSignal): Promise<void> {
  const isSettled = async (): Promise<true | undefined> => {
    const media = await readMedia(context, signal);
    return media.some(({ state, users }) => state === 'locked read' && users.length === 0) ? undefined : true;
  };
  const waiting = { timeoutMs: copyTimeoutMs, intervalMs: copyLookMs, signal, clock: context.clock };
  if ((await waitFor(isSettled, waiting)) !== undefined) return;
  throw new LabError('vm-busy', 'VirtualBox is still copying a disk', { params: { name: 'VirtualBox' } });
}

/**
 * Makes VirtualBox forget the disks below the folder of a VM that it knows no more; their files stay. Unregistering does that
 * by itself, except for disks that were only opened: those of a half-made VM, and of one that was adopted (7.2.22).
 */
export async function forgetMedia(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  await forget(context, ref, { media: await ownMedia(context, ref, signal), signal });
}

/** The same for those of them that no VM uses. */
export async function forgetUnusedMedia(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const media = (await ownMedia(context, ref, signal)).filter(({ users }) => users.length === 0);
  await forget(context, ref, { media, signal });
}

/**
 * Makes VirtualBox forget one medium; its file stays. Known no more: nothing, as what was only opened is forgotten with VirtualBox's
 * server, which may end between two calls. VBoxManage takes an id that is not known for a path then (7.2.22).
 */
export async function forgetMedium(
  context: DriverContext,
  ref: VmRef,
  {
    kind,
    mediumId,
    signal,
  }: { readonly kind: 'disk' | 'dvd'; readonly mediumId: string; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await runFor(context, ref, { args: closeMedium(kind, mediumId), options: { signal } });
  } catch (error) {
    const unknown = `The given path '${mediumId}' is not fully qualified`;
    if (!(error instanceof LabError) || !error.evidence.some((line) => line.includes(unknown))) throw error;
  }
}

/** A user's own disk may lie in the folder too: only what this driver and VirtualBox make for the VM counts. */
async function ownMedia(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<readonly MediumInfo[]> {
  return mediaBelow(await readMedia(context, signal), ref.dir).filter(({ path }) => isMadeForVm(path, ref));
}

async function forget(
  context: DriverContext,
  ref: VmRef,
  { media, signal }: { readonly media: readonly MediumInfo[]; readonly signal: AbortSignal },
): Promise<void> {
  for (const { mediumId } of media.toReversed()) {
    await forgetMedium(context, ref, { kind: 'disk', mediumId, signal });
  }
}

/** Disks in the folder of a VM that are the VM's: a user may have put others there. */
function isMadeForVm(path: string, { dir }: VmRef): boolean {
  if (resolve(path) === resolve(join(dir, 'base.vdi'))) return true;
  return isDifferenceName(path);
}

/** How VirtualBox names the disks of linked clones and snapshots. */
function isDifferenceName(path: string): boolean {
  return basename(dirname(path)) === 'Snapshots' && /^\{[0-9a-f-]{36}\}\.vdi$/i.test(basename(path));
}
