import { chmod, open, rename, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { ensureDir } from '../../store/ensure-dir.ts';
import { isMissingFile, translateFileError } from '../../store/file-error.ts';
import { inTurn } from '../../store/in-turn.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { BaseDefinition, BaseSource, CallOptions, NodeDefinition, SealedBase, VmRef } from '../driver.ts';
import { noteClone } from './clones.ts';
import type { QemuContext } from './context.ts';
import { refuseState } from './failures.ts';
import { vmFiles } from './files.ts';
import { readForeignFormat } from './foreign-format.ts';
import { imageArgs, readForeignImage, runImageTool } from './image-tool.ts';
import { parseProgress } from './parse-image-info.ts';
import { needVmRecord, readVmRecord, writeVmRecord } from './record-store.ts';
import { findRunning, showing } from './vm-access.ts';
import { newBaseRecord, newNodeRecord } from './vm-record.ts';
import type { VmRecord } from './vm-record.ts';

/** Every sealed base says this: its disk as a whole is what clones stand on. */
const sealedSnapshotId = 'base';
const readOnlyMode = 0o444;

/** Makes the base VM. See `VmCrafting.createBase`. */
export async function createBase(ctx: QemuContext, definition: BaseDefinition, options: CallOptions): Promise<void> {
  const { ref, source, diskBytes } = definition;
  const { signal } = options;
  const record = newBaseRecord(definition);
  const begin = async (): Promise<void> => {
    await writeVmRecord(ref.dir, record);
  };
  await make(ctx, { ref, record, begin }, async (target) => {
    if (source.kind === 'disk-image') await copyDisk(ctx, { definition, source, target }, options);
    else await runImageTool(ctx, imageArgs.createEmpty(target, diskBytes), { ref, signal });
  });
}

interface DiskCopy {
  readonly definition: BaseDefinition;
  readonly source: Extract<BaseSource, { kind: 'disk-image' }>;
  readonly target: string;
}

async function copyDisk(
  ctx: QemuContext,
  { definition: { ref, diskBytes }, source: { imagePath }, target }: DiskCopy,
  { signal, report }: CallOptions,
): Promise<void> {
  const format = await readForeignFormat(imagePath);
  const image = await readForeignImage(ctx, { file: imagePath, format }, signal);
  if (image.otherFiles.length > 0) refuseImage(imagePath, `it needs other files: ${image.otherFiles.join(', ')}`);
  if (image.virtualSizeBytes > diskBytes) refuseImage(imagePath, `it is larger than ${diskBytes} bytes`);
  const onLine = (line: string): void => {
    const fraction = parseProgress(line);
    if (fraction !== null) report?.(fraction);
  };
  await runImageTool(ctx, imageArgs.convert(imagePath, target, format), { ref, signal, onLine });
  await runImageTool(ctx, imageArgs.resize(target, diskBytes), { ref, signal });
}

function refuseImage(imagePath: string, reason: string): never {
  throw new LabError('image-not-usable', `'${imagePath}': ${reason}`, { params: { path: imagePath, reason } });
}

/** Makes a linked clone. See `VmCrafting.createNode`. */
export async function createNode(ctx: QemuContext, definition: NodeDefinition, options: CallOptions): Promise<void> {
  const { ref, base, diskBytes } = definition;
  await refuseUnsealed(base);
  const record = newNodeRecord(definition);
  // In turn with a deletion of the base: either that sees the clone, or the clone sees that the base is gone.
  const begin = (): Promise<void> =>
    inTurn(base.dir, async () => {
      await refuseUnsealed(base);
      await writeVmRecord(ref.dir, record);
      await noteClone(base.dir, ref);
    });
  await make(ctx, { ref, record, begin }, async (target) => {
    const args = imageArgs.createClone(target, path.resolve(vmFiles(base.dir).disk), diskBytes);
    await runImageTool(ctx, args, { ref, signal: options.signal });
  });
}

async function refuseUnsealed(base: VmRef): Promise<void> {
  const { phase } = await needVmRecord(base);
  if (phase !== 'sealed') refuseState(base, phase, 'sealed');
}

interface Making {
  readonly ref: VmRef;
  readonly record: VmRecord;
  /** Writes the record, and whatever else has to be noted before anything is made. */
  readonly begin: () => Promise<void>;
}

/**
 * Writes the record of a half-made VM, has its disk made under another name, and declares it made: whatever ends this app
 * in between, the next call does it again and a deletion finds everything.
 */
async function make(
  ctx: QemuContext,
  { ref, record, begin }: Making,
  makeDisk: (target: string) => Promise<void>,
): Promise<void> {
  const reading = await readVmRecord(ref.dir);
  await refuseOccupied(ref, reading);
  if (reading.kind === 'found' && reading.record.phase !== 'creating' && reading.record.registered) return;
  const { disk, partialDisk } = vmFiles(ref.dir);
  await ensureDir(ref.dir);
  await showing(ctx, { ref, state: 'creating' }, async () => {
    await begin();
    try {
      await makeDisk(partialDisk);
      await toDisk(partialDisk);
      await rename(partialDisk, disk);
    } catch (error) {
      await rm(partialDisk, { force: true });
      throw translateFileError(error, disk);
    }
    await writeVmRecord(ref.dir, { ...record, phase: 'ready' });
  });
}

/** Throws `vm-broken` when the folder holds something that is not this VM, half-made or whole. */
async function refuseOccupied(ref: VmRef, reading: Awaited<ReturnType<typeof readVmRecord>>): Promise<void> {
  const refuse = (reason: string): never => {
    throw new LabError('vm-broken', `'${ref.dir}': ${reason}`, {
      params: { name: ref.name, node: ref.name },
      evidence: [reason],
    });
  };
  if (reading.kind === 'damaged') refuse(reading.reason);
  if (reading.kind === 'found' && reading.record.vmId !== ref.vmId)
    refuse(`it holds another VM, ${reading.record.vmId}`);
  if (reading.kind === 'found' && !reading.record.registered) refuse('it holds a released VM');
  if (reading.kind === 'absent' && (await fileExists(vmFiles(ref.dir).disk)))
    refuse('it holds a disk of unknown origin');
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Seals a base. See `VmCrafting.sealBase`. */
export async function sealBase(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<SealedBase> {
  const record = await needVmRecord(ref);
  const sealed: SealedBase = { vmId: ref.vmId, name: ref.name, dir: ref.dir, snapshotId: sealedSnapshotId };
  if (record.phase === 'sealed') return sealed;
  if (record.clone !== null) refuseState(ref, 'a node', 'a base');
  if (record.phase === 'creating') refuseState(ref, 'creating', 'complete');
  if ((await findRunning(ctx, ref, signal)) !== null) refuseState(ref, 'running', 'off');
  const { disk } = vmFiles(ref.dir);
  // The guest's last writes may still be in the host's memory only.
  await toDisk(disk);
  await chmod(disk, readOnlyMode);
  await writeVmRecord(ref.dir, {
    ...record,
    phase: 'sealed',
    installerPath: null,
    seedPath: null,
    serialLogPath: null,
  });
  return sealed;
}

/** Makes a disk that several VMs may write to at once. See `VmCrafting.createSharedDisk`. */
export async function createSharedDisk(diskPath: string, sizeMiB: number): Promise<void> {
  const sizeBytes = sizeMiB * 1024 ** 2;
  const present = await sizeOf(diskPath);
  if (present === sizeBytes) return;
  if (present !== null) {
    const state = `${present} bytes`;
    throw new LabError('wrong-state', `'${diskPath}' has ${state}`, { params: { name: diskPath, state } });
  }
  const partial = `${diskPath}.part`;
  await ensureDir(path.dirname(diskPath));
  try {
    await (await open(partial, 'w', 0o600)).close();
    await truncate(partial, sizeBytes);
    await rename(partial, diskPath);
  } catch (error) {
    await rm(partial, { force: true });
    throw translateFileError(error, diskPath);
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}
