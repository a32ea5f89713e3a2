import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ApiHandlers } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema } from '../domain/ids.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { withLock } from '../store/lock.ts';
import { moveToTrash } from '../store/trash.ts';
import { fileExists } from '../store/unless-missing.ts';
import { removeBase } from './base-work.ts';
import type { LabDeps } from './context.ts';
import { describeLeftover, findLeftovers, type Candidate } from './leftover-scan.ts';

/** What they are called in the trash. */
export const leftoverKind = 'leftover';

/** Takes leftovers away, one at a time, each looked at anew. */
export function createLeftoverHandlers(deps: LabDeps): Pick<ApiHandlers, 'data.tidy'> {
  return {
    'data.tidy': async ({ path }, { signal }) => {
      const found = (await findLeftovers(deps, signal)).find((candidate) => candidate.path === path);
      if (found === undefined || found.proof === null)
        refuse(path, found === undefined ? 'not a leftover' : 'no proof');
      const { sizeBytes } = await describeLeftover(found);
      return { movedToTrash: await takeAway(deps, found, signal), sizeBytes };
    },
  };
}

function refuse(path: string, reason: string): never {
  throw new LabError('leftover-kept', `'${path}' is left alone: ${reason}`, { params: { path }, evidence: [reason] });
}

/** True when it is in the trash now; false when it is gone, as it can be made again. */
async function takeAway(deps: LabDeps, found: Candidate, signal: AbortSignal): Promise<boolean> {
  const { paths, processes, clock } = deps;
  const { kind, path } = found;
  switch (kind) {
    case 'stale-lock':
      // Whoever takes a stale lock over removes it in the end, and nobody else's.
      await withLock(path, { purpose: 'tidy', processes, clock, signal }, () => Promise.resolve());
      return false;
    case 'image-part': {
      await withLock(paths.imagesLockFile, { purpose: 'tidy', processes, clock, signal }, () =>
        rm(path, { recursive: true, force: true }),
      );
      return false;
    }
    case 'base-unsealed':
      await removeUnsealed(deps, basename(path), signal);
      return false;
    case 'trial-folder':
      await endVms(found, { signal, isThrowAway: true });
      await rm(path, { recursive: true, force: true });
      return false;
    default:
      await endVms(found, { signal, isThrowAway: false });
      await endNetwork(deps, found, signal);
      await moveToTrash(paths, { dir: path, kind: leftoverKind, name: basename(path), nowMs: clock.now() });
      return true;
  }
}

/** The driver refuses one that nodes stand on. */
async function removeUnsealed(deps: LabDeps, name: string, signal: AbortSignal): Promise<void> {
  const base = await deps.store.readBase(baseIdSchema.parse(name));
  if (base === null) return;
  const { processes, clock, paths } = deps;
  const lock = { purpose: 'tidy', processes, clock, signal };
  await withLock(paths.baseLockFile(base.baseId), lock, async () => {
    const driver = await deps.drivers.driver(base.hypervisor);
    await removeBase({ deps, driver }, base, signal);
  });
}

/** Has no hypervisor know the VMs any more. What runs is somebody's work until they end it, unless it is a throw-away VM. */
async function endVms(
  { vms }: Candidate,
  { signal, isThrowAway }: { readonly signal: AbortSignal; readonly isThrowAway: boolean },
): Promise<void> {
  const isOff = (state: string): boolean => ['stopped', 'suspended', 'broken', 'creating', 'absent'].includes(state);
  const on = vms.find(({ state }) => !isOff(state));
  if (on !== undefined && !isThrowAway) {
    const params = { name: on.name, node: on.name, state: on.state };
    throw new LabError('wrong-state', `"${on.name}" is ${on.state}`, { params });
  }
  for (const { driver, vmId, name, dir } of vms) {
    const ref = { vmId, name, dir };
    if (isThrowAway) await driver.forceStop(ref, { signal });
    await (isThrowAway ? driver.deleteVm(ref, { signal }) : driver.releaseVm(ref, { signal }));
  }
}

/** The network of a lab that has no record any more: nobody else ends it. */
async function endNetwork({ drivers, host }: LabDeps, { kind, path }: Candidate, signal: AbortSignal): Promise<void> {
  const dir = join(path, 'network');
  if (kind !== 'lab-folder' || !(await fileExists(dir)) || (await readFolderBytes(dir)) === 0) return;
  for (const { id } of (await host.readFacts()).hypervisors) {
    await (await drivers.driver(id)).releaseNetwork({ name: basename(path), dir, members: [] }, { signal });
  }
}
