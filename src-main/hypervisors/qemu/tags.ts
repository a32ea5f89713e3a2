import type { VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { vmFiles } from './files.ts';
import { imageArgs, readDiskInfo, runImageTool } from './image-tool.ts';
import { QmpJobError, runSnapshotJob } from './jobs.ts';
import type { QmpClient } from './qmp.ts';
import { writeVmRecord } from './record-store.ts';
import type { VmRecord } from './vm-record.ts';

/** A VM whose internal snapshots nothing needs are to go. */
export interface OrphanWork {
  readonly ref: VmRef;
  readonly record: VmRecord;
  /** The open connection of a running VM; null: it is off. */
  readonly client: QmpClient | null;
}

/** Deletes internal snapshots that nothing needs. One that was never written, or is gone, is done with too. */
export async function dropOrphans(ctx: QemuContext, { ref, record, client }: OrphanWork): Promise<VmRecord> {
  if (record.orphanTags.length === 0) return record;
  const left = client === null ? await dropOffline(ctx, ref, record.orphanTags) : await dropLive(ctx, client, record);
  return writeVmRecord(ref.dir, { ...record, orphanTags: [...left] });
}

/** Answers the tags that are still there: they are tried again at the next occasion. */
async function dropLive(ctx: QemuContext, client: QmpClient, record: VmRecord): Promise<readonly string[]> {
  const left: string[] = [];
  for (const tag of record.orphanTags) {
    try {
      await runSnapshotJob(client, 'snapshot-delete', tag);
    } catch (error) {
      if (!(error instanceof QmpJobError)) throw error;
      ctx.logger.warn({ vm: record.name, tag, reason: error.description }, 'an internal snapshot was not deleted');
      if (!error.description.includes('does not exist')) left.push(tag);
    }
  }
  return left;
}

async function dropOffline(ctx: QemuContext, ref: VmRef, tags: readonly string[]): Promise<readonly string[]> {
  const { disk } = vmFiles(ref.dir);
  // What is not needed any more goes even when the caller has been told to stop.
  const work = { ref, signal: new AbortController().signal };
  const { snapshots } = await readDiskInfo(ctx, disk, work);
  for (const { tag } of snapshots.filter((snapshot) => tags.includes(snapshot.tag))) {
    await runImageTool(ctx, imageArgs.deleteSnapshot(disk, tag), work);
  }
  return [];
}
