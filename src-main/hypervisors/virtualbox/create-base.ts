import { throwIfCancelled } from '../../domain/failure.ts';
import type { BaseDefinition, CallOptions, SealedBase, VmRef } from '../driver.ts';
import {
  addController,
  attachInstaller,
  attachDisk,
  attachSeed,
  baseCdPorts,
  baseSnapshotName,
  bootFromDiskOnly,
  closeSerial,
  createVm,
  detachPort,
  honourFlush,
  sealedKey,
  setBaseHardware,
  setExtraData,
  takeSnapshot,
} from './argv.ts';
import { cloneDisk, closeMedium, createEmptyDisk, resizeDisk } from './media-argv.ts';
import type { Argv } from './argv.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { refuseState } from './failures.ts';
import { isWhole } from './is-whole.ts';
import { requireRunnable } from './require-runnable.ts';
import { requireVm } from './look-up.ts';
import { parseTakenSnapshot } from './parse-showvminfo.ts';
import { runAll, runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { baseDiskPath, beginUnfinished, endUnfinished } from './vm-folder.ts';

const closeTimeoutMs = 10_000;

interface DiskCopy {
  readonly ref: VmRef;
  readonly imagePath: string;
  readonly diskBytes: number;
}

/** The calls that copy the image. The image is closed again: VirtualBox would keep it in its registry. */
function copyLines({ ref, imagePath, diskBytes }: DiskCopy): readonly [Argv, Argv, Argv] {
  const diskPath = baseDiskPath(ref);
  return [cloneDisk(imagePath, diskPath), closeMedium('disk', imagePath), resizeDisk(diskPath, diskBytes)];
}

/** The calls that make the disk of a base. */
export function diskLines({ ref, source, diskBytes }: BaseDefinition): readonly Argv[] {
  if (source.kind === 'installer') return [createEmptyDisk(baseDiskPath(ref), diskBytes)];
  return copyLines({ ref, imagePath: source.imagePath, diskBytes });
}

/** The calls that make the VM around its disk. */
export function baseLines(definition: BaseDefinition, version: DriverContext['version']): readonly Argv[] {
  const { ref, source, seedPath } = definition;
  return [
    createVm(definition, version),
    setBaseHardware(definition),
    addController(definition),
    attachDisk(ref, baseDiskPath(ref)),
    honourFlush(definition),
    ...(source.kind === 'installer' ? attachInstaller(ref, source.isoPath, seedPath) : [attachSeed(ref, seedPath)]),
  ];
}

/** As promised by `VmCrafting.createBase`. */
export async function createBase(
  context: DriverContext,
  definition: BaseDefinition,
  options: CallOptions,
): Promise<void> {
  const { ref } = definition;
  const { signal, report } = options;
  requireRunnable(context, definition);
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    if (await isWhole(context, ref, signal)) return;
    await beginUnfinished(ref);
    await context.media.run(mediaKey, () => makeDisk(context, definition, signal));
    report?.(0.8);
    await runAll(context, ref, { lines: baseLines(definition, context.version), options, from: 0.8, to: 1 });
    await endUnfinished(ref);
  });
}

async function makeDisk(context: DriverContext, definition: BaseDefinition, signal: AbortSignal): Promise<void> {
  const { ref, source, diskBytes } = definition;
  if (source.kind === 'disk-image') return copyImage(context, { ref, imagePath: source.imagePath, diskBytes }, signal);
  await runFor(context, ref, { args: createEmptyDisk(baseDiskPath(ref), diskBytes), options: { signal } });
}

async function copyImage(context: DriverContext, work: DiskCopy, signal: AbortSignal): Promise<void> {
  const { ref, imagePath } = work;
  const [copy, close, resize] = copyLines(work);
  const subject = { name: ref.name, dir: imagePath };
  try {
    await runFor(context, subject, { args: copy, options: { signal, timeoutMs: null, reading: 'image' } });
  } catch (error) {
    await closeImage(context, imagePath, close);
    throw error;
  }
  await closeImage(context, imagePath, close);
  await runFor(context, ref, { args: resize, options: { signal } });
}

/** An image that stays open does no harm, and another copy of it may be under way: whoever copies last closes it. */
async function closeImage({ vbox, logger }: DriverContext, imagePath: string, close: Argv): Promise<void> {
  try {
    await vbox.run(close, { signal: AbortSignal.timeout(closeTimeoutMs) });
  } catch (error) {
    logger.info({ imagePath, error: String(error) }, 'the image could not be closed');
  }
}

/** Serial log and CDs go first: clones get what the VM has when the snapshot is taken. With two CDs, one was started from. */
export function unplugLines(ref: VmRef, cdPorts: readonly number[]): readonly Argv[] {
  const boot = cdPorts.length > 1 ? [bootFromDiskOnly(ref)] : [];
  return [closeSerial(ref), ...boot, ...cdPorts.map((port) => detachPort(ref, port))];
}

/** The mark names the base, as clones inherit it: on them it means nothing. */
export function sealLines(ref: VmRef): readonly [Argv, Argv] {
  return [takeSnapshot(ref, baseSnapshotName), setExtraData(ref, sealedKey, ref.vmId)];
}

/** As promised by `VmCrafting.sealBase`. Throws `wrong-state` unless the base is off. */
export async function sealBase(context: DriverContext, ref: VmRef, options: CallOptions): Promise<SealedBase> {
  const { signal } = options;
  throwIfCancelled(signal);
  return context.vms.run(ref.vmId, async () => {
    const info = await requireVm(context, ref, signal);
    if (toNodeState(info.stateText) !== 'stopped') refuseState(ref.name, info.stateText);
    const taken = info.snapshots.find(({ name }) => name === baseSnapshotName);
    const [take, mark] = sealLines(ref);
    const cds = info.media.filter(({ port }) => baseCdPorts.includes(port));
    const cdPorts = cds.map(({ port }) => port);
    if (taken === undefined)
      await runAll(context, ref, { lines: unplugLines(ref, cdPorts), options, from: 0, to: 0.5 });
    // VirtualBox keeps a CD in the settings of the last VM that had it (7.2.22), and the medium of an installation goes away.
    for (const { path } of cds.slice(0, -1)) await closeImage(context, path, closeMedium('dvd', path));
    const snapshotId = taken?.snapshotId ?? parseTakenSnapshot(await runFor(context, ref, { args: take, options }));
    await runFor(context, ref, { args: mark, options });
    return { ...ref, snapshotId };
  });
}
