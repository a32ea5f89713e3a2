import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabPlan } from '../domain/plan-types.ts';
import { LabError } from '../domain/failure.ts';
import type { BaseId } from '../domain/ids.ts';
import { randomMac, uuidFromHex } from '../domain/plan-nodes.ts';
import { autoinstallSeedFiles } from '../guest/documents/autoinstall-seed.ts';
import { baseSeedFiles } from '../guest/documents/base-seed.ts';
import { writeSeedImage } from '../guest/seed-image.ts';
import type { BaseDefinition, HypervisorDriver, VmRef } from '../hypervisors/driver.ts';
import type { Step, StepContext } from '../operations/step.ts';
import { withLock } from '../store/lock.ts';
import { removeTemporaries } from '../store/remove-temporaries.ts';
import { syncFolder } from '../store/sync-folder.ts';
import {
  baseIdFor,
  baseRefOf,
  findSealedBase,
  isBaseFor,
  isNamedInstaller,
  kindOf,
  preparationOf,
  type BaseKind,
} from './base-identity.ts';
import { installerPathOf, seedPathOf, serialLogPathOf, type LabDeps, type LabSession } from './context.ts';
import { braked, createDiskBrake, refuseShortDisk } from './disk-brake.ts';
import type { BaseRecord, LabRecord } from './lab-record.ts';
import { refusePausedByDisk } from './paused-by-disk.ts';
import { removeBaseFolder } from './own-files.ts';
import { isInstaller, type BaseImage } from './ports.ts';
import { saysReady } from './serial-ready.ts';

/** CPU and memory of the base while it is prepared; clones get their own. */
const preparationHardware = { cpus: 1, memoryMiB: 1024 } as const;
/** An installer unpacks and configures much at once; below 1.5 GiB Ubuntu's says it may fail (its release notes since 22.04). */
const installationHardware = { cpus: 2, memoryMiB: 3072 } as const;

const gibBytes = 1024 ** 3;

/**
 * Steps `image` and `base`: the image is fetched only when no sealed base fits, and the base is prepared once for every lab
 * with the same image, preparation and disk size. Both leave finished things in place when a lab is cancelled: the next lab
 * starts from them.
 */
export function baseSteps(session: LabSession): readonly Step[] {
  let image: BaseImage | null = null;
  const { deps } = session;
  const plan = session.record().plan;
  const fitting = async (): Promise<BaseRecord | null> => findSealedBase(deps, plan);
  return [
    {
      id: 'image',
      title: { key: 'steps.image', params: { image: plan.image } },
      weight: 60,
      probe: async () => (await fitting()) !== null,
      run: async (context) => {
        refuseShortDisk(deps);
        const wanted = { image: plan.image, architecture: plan.architecture };
        image = await deps.images.ensureImage(wanted, braked(deps, context));
      },
    },
    {
      id: 'base',
      // Before the image is here its name has to do: how long the step takes is remembered apart.
      title: { key: isNamedInstaller(plan) ? 'steps.base-install' : 'steps.base', params: { image: plan.image } },
      weight: isNamedInstaller(plan) ? 1200 : 90,
      probe: async () => {
        const base = await fitting();
        if (base !== null) await adoptBase(session, base);
        return base !== null;
      },
      run: async (context) => {
        const base = await prepareBase(session, image, context);
        await adoptBase(session, base);
      },
      undo: async ({ signal }) => ((await fitting()) === null ? removeUnsealedBases(session, signal) : 'kept'),
    },
  ];
}

async function adoptBase(session: LabSession, base: BaseRecord): Promise<void> {
  const { vmId, name, baseId, snapshotId } = base;
  if (snapshotId === null) throw new Error(`base ${baseId} is not sealed`);
  const dir = session.deps.paths.baseVmDir(baseId);
  await session.update((record: LabRecord) => ({ ...record, base: { baseId, vmId, name, dir, snapshotId } }));
}

/** One base is prepared by one process at a time; a second lab that needs the same one waits for it. */
async function prepareBase(session: LabSession, image: BaseImage | null, context: StepContext): Promise<BaseRecord> {
  const { deps, driver } = session;
  const { plan } = session.record();
  const found =
    image ??
    (await deps.images.ensureImage({ image: plan.image, architecture: plan.architecture }, braked(deps, context)));
  if (found.virtualSizeBytes > plan.diskGiB * gibBytes) refuseDisk(plan);
  const baseId = baseIdFor(plan, found.digest, kindOf(found));
  const lock = {
    purpose: `base ${baseId}`,
    processes: deps.processes,
    clock: deps.clock,
    signal: context.signal,
    waitMs: null,
  };
  return withLock(deps.paths.baseLockFile(baseId), lock, async () => {
    await removeTemporaries(deps.paths.baseDir(baseId));
    const earlier = await deps.store.readBase(baseId);
    if (earlier !== null && earlier.snapshotId !== null) return earlier;
    const base = earlier ?? newBaseRecord(session, found, baseId);
    if (earlier === null) await deps.store.writeBase(base);
    await bootBase({ deps, driver, plan, image: found, base }, context);
    const ref = baseRefOf(deps, base);
    const sealed = await driver.sealBase(ref, { signal: context.signal });
    await rm(installerPathOf(ref), { force: true });
    // Whoever finds the record takes the disk for whole.
    await syncFolder(ref.dir);
    const finished = { ...base, snapshotId: sealed.snapshotId };
    await deps.store.writeBase(finished);
    return finished;
  });
}

function refuseDisk({ image, diskGiB }: LabPlan): never {
  throw new LabError('image-not-usable', `'${image}' needs more than ${diskGiB} GiB`, {
    params: { path: image, reason: 'larger-than-disk' },
  });
}

function newBaseRecord({ deps, record }: LabSession, image: BaseImage, baseId: BaseId): BaseRecord {
  const { plan } = record();
  return {
    schemaVersion: 1,
    baseId,
    hypervisor: plan.hypervisor,
    imageId: plan.image,
    imageDigest: image.digest,
    vmId: uuidFromHex(deps.random.hex(16)),
    name: `base-${plan.image.replaceAll(/[^a-z0-9.]+/gi, '-').slice(0, 24)}-${image.digest.slice(0, 6)}`,
    diskGiB: plan.diskGiB,
    natMac: randomMac(plan.hypervisor, deps.random.hex(3)),
    createdAt: new Date(deps.clock.now()).toISOString(),
    snapshotId: null,
  };
}

interface BaseWork {
  readonly deps: LabDeps;
  readonly driver: HypervisorDriver;
  readonly plan: LabPlan;
  readonly image: BaseImage;
  readonly base: BaseRecord;
}

/**
 * Boots the base until its preparation has ended well. A base that still runs after a crash of this app is watched on; one
 * that stopped is judged by its serial log; anything else is made anew.
 */
async function bootBase(work: BaseWork, context: StepContext): Promise<void> {
  const { deps, driver, base } = work;
  const ref = baseRefOf(deps, base);
  const serialLogPath = serialLogPathOf(ref);
  const options = { signal: context.signal };
  const { state, reasons } = await driver.inspect(ref, options);
  const finishedBefore = state === 'stopped' && (await saysReady(serialLogPath, deps.host.readBootTimeMs()));
  if (state === 'unknown')
    throw new LabError('vm-busy', `cannot tell the state of ${ref.name}`, {
      params: { name: ref.name },
      evidence: reasons,
    });
  if (finishedBefore) return;
  if (state !== 'running') {
    await driver.forceStop(ref, options);
    await driver.deleteVm(ref, options);
    // What an earlier boot said would be taken for words of this one.
    await rm(serialLogPath, { force: true });
    refuseShortDisk(deps);
    await createBase(work, ref, braked(deps, context));
    await driver.start(ref, options);
  }
  const brake = createDiskBrake(deps);
  const isRunning = async (): Promise<boolean> => {
    const found = await driver.inspect(ref, options);
    refusePausedByDisk(ref, found);
    brake.check();
    return isOn(found.state);
  };
  await deps.guests.watchBase(serialLogPath, isRunning, context);
}

/** Makes the VM with its seed; one that is installed gets its own copy of the medium beside it. */
async function createBase(work: BaseWork, ref: VmRef, context: StepContext): Promise<void> {
  const { deps, driver, plan, image, base } = work;
  const { architecture } = plan;
  const preparation = { ...preparationOf(plan), natMac: base.natMac };
  if (isInstaller(image)) {
    await writeSeedImage(seedPathOf(ref), autoinstallSeedFiles({ ...preparation, architecture }));
    await deps.images.copyInstaller({ image, architecture, targetPath: installerPathOf(ref) }, context);
  } else {
    await writeSeedImage(seedPathOf(ref), baseSeedFiles(preparation));
  }
  context.report(0.02, { key: 'progress.base-disk', params: {} });
  await driver.createBase(baseDefinition(work, ref), { signal: context.signal });
}

/** Unknown counts as running: only a positive answer ends a wait. */
function isOn(state: string): boolean {
  return state !== 'stopped' && state !== 'absent' && state !== 'broken';
}

function baseDefinition({ plan, image, base }: BaseWork, ref: VmRef): BaseDefinition {
  const source = sourceOf(ref, kindOf(image), image.path);
  const diskBytes = plan.diskGiB * gibBytes;
  return definitionOf(ref, { architecture: plan.architecture, source, diskBytes, natMac: base.natMac });
}

function sourceOf(ref: VmRef, kind: BaseKind, imagePath: string): BaseDefinition['source'] {
  return kind === 'installer' ? { kind, isoPath: installerPathOf(ref) } : { kind, imagePath };
}

/** The base a plan would make, before its image is here; for previews. */
export function plannedBaseDefinition(
  deps: Pick<LabDeps, 'paths' | 'random'>,
  plan: LabPlan,
  kind: BaseKind,
): BaseDefinition {
  const baseId = baseIdFor(plan, deps.random.hex(32), kind);
  const ref: VmRef = { vmId: uuidFromHex(deps.random.hex(16)), name: 'base', dir: deps.paths.baseVmDir(baseId) };
  const imagePath = join(deps.paths.imagesDir, plan.image.replaceAll(/[^\w.-]+/g, '-'));
  return definitionOf(ref, {
    architecture: plan.architecture,
    source: sourceOf(ref, kind, imagePath),
    diskBytes: plan.diskGiB * gibBytes,
    natMac: randomMac(plan.hypervisor, deps.random.hex(3)),
  });
}

function definitionOf(
  ref: VmRef,
  chosen: Pick<BaseDefinition, 'architecture' | 'source' | 'diskBytes' | 'natMac'>,
): BaseDefinition {
  return {
    ref,
    ...chosen,
    ...(chosen.source.kind === 'installer' ? installationHardware : preparationHardware),
    seedPath: seedPathOf(ref),
    serialLogPath: serialLogPathOf(ref),
  };
}

/**
 * The base has lost the snapshot that clones start from, by somebody's hand: it counts as not prepared from now on, so that the next
 * lab prepares it anew. Answers what to tell.
 */
export async function giveUpBase({ deps, record }: LabSession, cause: LabError): Promise<LabError> {
  const { base: used } = record();
  const base = used === null ? null : await deps.store.readBase(used.baseId);
  if (base !== null) {
    await deps.store.writeBase({ ...base, snapshotId: null });
    // Its words "ready" were about the disk as it was then.
    await rm(serialLogPathOf(baseRefOf(deps, base)), { force: true });
  }
  const name = base?.name ?? '';
  const details = { params: { name }, evidence: cause.evidence, cause };
  return new LabError('base-changed', `base "${name}" has lost its snapshot`, details);
}

/** Takes away what an interrupted preparation left; sealed bases stay for the next lab. */
async function removeUnsealedBases(
  { deps, driver, record }: LabSession,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { plan } = record();
  const bases = await deps.store.listBases();
  for (const base of bases.filter((found) => found.snapshotId === null && isBaseFor(plan, found))) {
    await removeBase({ deps, driver }, base, signal);
  }
  return [];
}

/** Deletes the VM of a base and its folder. Throws `base-in-use` before anything is changed when it has clones. */
export async function removeBase(
  { deps, driver }: Pick<LabSession, 'deps' | 'driver'>,
  base: BaseRecord,
  signal: AbortSignal,
): Promise<void> {
  const ref = baseRefOf(deps, base);
  await driver.forceStop(ref, { signal });
  await driver.deleteVm(ref, { signal });
  const kept = await removeBaseFolder(deps.paths, ref, base.baseId);
  if (kept.length > 0) deps.logger.warn({ kept }, 'a folder stays: what is in it is not ours');
}
