import { CancelledError, LabError } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { endProcess } from './end-process.ts';
import { refuseState } from './failures.ts';
import { vmFiles } from './files.ts';
import { readDiskInfo } from './image-tool.ts';
import { QmpJobError, runSnapshotJob } from './jobs.ts';
import { QmpUnreachableError } from './qmp.ts';
import type { QmpClient } from './qmp.ts';
import { needVmRecord, writeVmRecord } from './record-store.ts';
import { dropOrphans } from './tags.ts';
import { findRunning, talk } from './vm-access.ts';
import { vmTarget } from './vm-process.ts';
import { withNewTag, withoutNeed } from './vm-record.ts';
import type { VmRecord } from './vm-record.ts';

/** Keeps the memory in the disk as an internal snapshot and ends the VM. See `VmControl.saveState`. */
export async function saveState(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  const record = await needVmRecord(ref);
  const found = await findRunning(ctx, ref, signal);
  if (found === null && record.resumeFrom !== null) return;
  if (found === null) refuseState(ref, 'stopped', 'running');
  if (found.status !== 'running' && found.status !== 'paused') refuseState(ref, found.status, 'running');
  // Saved already, and only not ended.
  if (record.resumeFrom === null) {
    await talk(ctx, found, { signal, work: (client) => saveMemory(ctx, { ref, record, client }, signal) });
  }
  await endProcess(ctx, vmTarget(ref), found);
}

interface Saving {
  readonly ref: VmRef;
  readonly record: VmRecord;
  readonly client: QmpClient;
}

async function saveMemory(ctx: QemuContext, { ref, record, client }: Saving, signal: AbortSignal): Promise<void> {
  const { record: counted, tag } = withNewTag(record);
  const saving = await writeVmRecord(ref.dir, withoutNeed(counted, { savingAs: tag }));
  const call = { signal: new AbortController().signal };
  await client.execute('stop', {}, call);
  try {
    await runSnapshotJob(client, 'snapshot-save', tag);
    if (signal.aborted) throw new CancelledError();
  } catch (error) {
    // It ended meanwhile: the next start finds out how far the saving came.
    if (error instanceof QmpUnreachableError) throw error;
    const going = await writeVmRecord(ref.dir, withoutNeed(saving, { savingAs: null }));
    await client.execute('cont', {}, call);
    await dropOrphans(ctx, { ref, record: going, client });
    throw toSavingFailure(error, ref);
  }
  await writeVmRecord(ref.dir, { ...saving, savingAs: null, resumeFrom: { tag, machine: record.machine } });
}

function toSavingFailure(error: unknown, ref: VmRef): unknown {
  if (!(error instanceof QmpJobError)) return error;
  const code = error.description.includes('No space left on device') ? 'disk-full' : 'command-failed';
  return new LabError(code, `the memory of "${ref.name}" was not saved: ${error.description}`, {
    params: { name: ref.name, node: ref.name, path: ref.dir, program: 'snapshot-save', exitCode: 1 },
    evidence: [error.description],
    cause: error,
  });
}

/**
 * Finds out how a saving ended that was cut short together with the VM: the guest was stopped for it, so memory that is whole
 * still fits the disk. The VM is off.
 */
export async function settleSaving(ctx: QemuContext, ref: VmRef, record: VmRecord): Promise<VmRecord> {
  const tag = record.savingAs;
  if (tag === null) return record;
  const work = { ref, signal: new AbortController().signal };
  const { snapshots } = await readDiskInfo(ctx, vmFiles(ref.dir).disk, work);
  const isWhole = snapshots.some((snapshot) => snapshot.tag === tag && snapshot.memoryBytes > 0);
  const settled = isWhole ? { savingAs: null, resumeFrom: { tag, machine: record.machine } } : { savingAs: null };
  return writeVmRecord(ref.dir, withoutNeed(record, settled));
}
