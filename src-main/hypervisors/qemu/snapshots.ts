import type { CallOptions, SnapshotInfo, VmRef } from '../driver.ts';
import { requireSnapshot } from '../require-snapshot.ts';
import type { QemuContext } from './context.ts';
import { refuseState } from './failures.ts';
import { vmFiles } from './files.ts';
import { imageArgs, readDiskInfo, runImageTool } from './image-tool.ts';
import { runSnapshotJob } from './jobs.ts';
import { needVmRecord, writeVmRecord } from './record-store.ts';
import { settleSaving } from './saved-state.ts';
import { dropOrphans } from './tags.ts';
import { findRunning, talk } from './vm-access.ts';
import type { RunningProcess } from './vm-access.ts';
import { isTagNeeded, withNewTag, withoutNeed } from './vm-record.ts';
import type { SnapshotRecord, VmRecord } from './vm-record.ts';

function toInfo({ snapshotId, name }: SnapshotRecord): SnapshotInfo {
  return { snapshotId, name };
}

/** Takes a snapshot. See `VmControl.takeSnapshot`. */
export async function takeSnapshot(
  ctx: QemuContext,
  { ref, name }: { readonly ref: VmRef; readonly name: string },
  { signal }: CallOptions,
): Promise<SnapshotInfo> {
  const stored = await needVmRecord(ref);
  const found = await findRunning(ctx, ref, signal);
  const record = found === null ? await settleSaving(ctx, ref, stored) : stored;
  const { record: counted, tag } = withNewTag(record);
  // A suspended VM has its snapshot already: neither disk nor memory has changed since.
  if (found === null && record.resumeFrom !== null) {
    return note(ref, counted, { snapshotId: tag, name, ...record.resumeFrom, withMemory: true });
  }
  // Noted as not needed until it is complete, so that half a snapshot is taken away again.
  const begun = await writeVmRecord(ref.dir, { ...counted, orphanTags: [...counted.orphanTags, tag] });
  await write(ctx, { ref, tag, found }, signal);
  const memory = found === null ? { withMemory: false, machine: null } : { withMemory: true, machine: record.machine };
  return note(ref, begun, { snapshotId: tag, name, tag, ...memory });
}

interface Writing {
  readonly ref: VmRef;
  readonly tag: string;
  readonly found: RunningProcess | null;
}

async function write(ctx: QemuContext, { ref, tag, found }: Writing, signal: AbortSignal): Promise<void> {
  if (found === null) await runImageTool(ctx, imageArgs.takeSnapshot(vmFiles(ref.dir).disk, tag), { ref, signal });
  else await talk(ctx, found, { signal, work: (client) => runSnapshotJob(client, 'snapshot-save', tag) });
}

async function note(ref: VmRef, record: VmRecord, snapshot: SnapshotRecord): Promise<SnapshotInfo> {
  const orphanTags = record.orphanTags.filter((tag) => tag !== snapshot.tag);
  await writeVmRecord(ref.dir, { ...record, orphanTags, snapshots: [...record.snapshots, snapshot] });
  return toInfo(snapshot);
}

/** Puts a powered-off VM back. See `VmControl.restoreSnapshot`. */
export async function restoreSnapshot(
  ctx: QemuContext,
  { ref, snapshotId }: { readonly ref: VmRef; readonly snapshotId: string },
  { signal }: CallOptions,
): Promise<void> {
  const stored = await needVmRecord(ref);
  const { tag, withMemory, machine } = requireSnapshot(stored.snapshots, { snapshotId, node: ref.name });
  if ((await findRunning(ctx, ref, signal)) !== null) refuseState(ref, 'running', 'off');
  const record = await settleSaving(ctx, ref, stored);
  if (record.resumeFrom !== null) refuseState(ref, 'suspended', 'off');
  await runImageTool(ctx, imageArgs.applySnapshot(vmFiles(ref.dir).disk, tag), { ref, signal });
  if (withMemory) await writeVmRecord(ref.dir, { ...record, resumeFrom: { tag, machine } });
}

/** Removes a snapshot; what a start still needs of it stays until then. See `VmControl.deleteSnapshot`. */
export async function deleteSnapshot(
  ctx: QemuContext,
  { ref, snapshotId }: { readonly ref: VmRef; readonly snapshotId: string },
  { signal }: CallOptions,
): Promise<void> {
  const record = await needVmRecord(ref);
  const gone = requireSnapshot(record.snapshots, { snapshotId, node: ref.name });
  const found = await findRunning(ctx, ref, signal);
  const snapshots = record.snapshots.filter((snapshot) => snapshot !== gone);
  const next = await writeVmRecord(ref.dir, withoutNeed(record, { snapshots }));
  if (isTagNeeded(next, gone.tag)) return;
  if (found === null) await dropOrphans(ctx, { ref, record: next, client: null });
  else await talk(ctx, found, { signal, work: (client) => dropOrphans(ctx, { ref, record: next, client }) });
}

/** Every internal snapshot this driver makes is called so; others were made by hand. */
const ownTag = /^bdl-\d+$/;

/**
 * Snapshots that are noted and that the disk really holds, oldest first, and then those that somebody made with `qemu-img`. See
 * `VmControl.listSnapshots`.
 */
export async function listSnapshots(
  ctx: QemuContext,
  ref: VmRef,
  { signal }: CallOptions,
): Promise<readonly SnapshotInfo[]> {
  const { snapshots } = await needVmRecord(ref);
  const info = await readDiskInfo(ctx, vmFiles(ref.dir).disk, { ref, signal });
  const present = snapshots.filter(({ tag }) => info.snapshots.some((snapshot) => snapshot.tag === tag));
  if (present.length < snapshots.length) {
    ctx.logger.warn({ vm: ref.name, noted: snapshots.length, present: present.length }, 'snapshots are missing');
  }
  const byHand = info.snapshots.filter(({ tag }) => !ownTag.test(tag));
  return [...present.map(toInfo), ...byHand.map(({ tag }) => ({ snapshotId: tag, name: tag }))];
}
