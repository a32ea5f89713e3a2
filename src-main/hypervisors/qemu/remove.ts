import { rm } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../../domain/failure.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { clonesOf, forgetClone, noteClone } from './clones.ts';
import type { QemuContext } from './context.ts';
import { refuseState } from './failures.ts';
import { fromStoredPath, toStoredPath, vmFiles } from './files.ts';
import { refuseOtherRecord } from './ownership.ts';
import { findVmRecord, readVmRecord, removeEmptyDir, writeVmRecord } from './record-store.ts';
import type { RecordReading } from './record-store.ts';
import { findRunning } from './vm-access.ts';
import { forgetProcess, vmTarget } from './vm-process.ts';
import type { VmRecord } from './vm-record.ts';

/** Removes a powered-off VM with what this driver wrote. See `VmCrafting.deleteVm`. */
export async function deleteVm(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  const reading = await readVmRecord(ref.dir);
  refuseOtherRecord(ref, reading);
  // A folder without our record holds nothing that may be removed under this id.
  if (reading.kind === 'absent') return;
  if (reading.kind === 'found' && !reading.record.registered) return;
  await refuseWhileInUse(ctx, ref, { reading, signal });
  await forgetProcess(ctx, vmTarget(ref));
  const files = vmFiles(ref.dir);
  const record = reading.kind === 'found' ? reading.record : null;
  const serialLog = record === null ? null : ownSerialLog(ref, record);
  const own = [
    files.disk,
    files.partialDisk,
    files.efiVariables,
    files.log,
    ...(serialLog === null ? [] : [serialLog]),
  ];
  for (const file of own) await rm(file, { force: true });
  await rm(files.clonesDir, { recursive: true, force: true });
  if (record?.clone) await forgetClone(record.clone.base.dir, ref);
  // Last, as it is the proof that all of this was ours.
  await rm(files.record, { force: true });
  await removeEmptyDir(ref.dir);
}

interface Use {
  readonly reading: RecordReading;
  readonly signal: AbortSignal;
}

async function refuseWhileInUse(ctx: QemuContext, ref: VmRef, { reading, signal }: Use): Promise<void> {
  if ((await findRunning(ctx, ref, signal)) !== null) refuseState(ref, 'running', 'off');
  if (reading.kind === 'found' && reading.record.resumeFrom !== null) refuseState(ref, 'suspended', 'off');
  const clones = await clonesOf(ref.dir);
  if (clones.length === 0) return;
  throw new LabError('base-in-use', `base "${ref.name}" has ${clones.length} clones`, {
    params: { name: ref.name, users: clones.length },
    evidence: clones,
  });
}

/** A serial log in the VM's folder was written by its QEMU; one elsewhere belongs to whoever named the place. */
function ownSerialLog(ref: VmRef, { serialLogPath }: VmRecord): string | null {
  if (serialLogPath === null || path.isAbsolute(serialLogPath)) return null;
  const file = fromStoredPath(ref.dir, serialLogPath);
  // A record that was edited by hand may lead out of the folder again.
  return path.isAbsolute(toStoredPath(ref.dir, file)) ? null : file;
}

/** Forgets a powered-off VM and keeps its files. See `VmCrafting.releaseVm`. */
export async function releaseVm(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  const record = await findVmRecord(ref);
  if (record === null) return;
  if ((await findRunning(ctx, ref, signal)) !== null) refuseState(ref, 'running', 'off');
  if (record.resumeFrom !== null) refuseState(ref, 'suspended', 'off');
  await forgetProcess(ctx, vmTarget(ref));
  await writeVmRecord(ref.dir, { ...record, registered: false });
}

/** Knows a released VM again, where its folder lies now. See `VmCrafting.adoptVm`. */
export async function adoptVm(ref: VmRef): Promise<void> {
  const reading = await readVmRecord(ref.dir);
  refuseOtherRecord(ref, reading);
  if (reading.kind === 'damaged') {
    const params = { name: ref.name, node: ref.name };
    throw new LabError('vm-broken', `the record of "${ref.name}" is damaged`, { params, evidence: [reading.reason] });
  }
  if (reading.kind === 'absent') {
    throw new LabError('vm-not-found', `no files of "${ref.name}" in ${ref.dir}`, { params: { name: ref.name } });
  }
  const { record } = reading;
  if (record.registered) return;
  if (record.clone !== null) await noteClone(record.clone.base.dir, ref);
  await writeVmRecord(ref.dir, { ...record, registered: true });
}
