import { rmdir } from 'node:fs/promises';
import type { z } from 'zod';
import { LabError } from '../../domain/failure.ts';
import { writeFileAtomically } from '../../store/atomic-write.ts';
import { fileErrorCode } from '../../store/file-error.ts';
import { readJsonFile, writeJsonFile } from '../../store/json-file.ts';
import type { VmRef } from '../driver.ts';
import { vmFiles } from './files.ts';
import { vmRecordSchema } from './vm-record.ts';
import type { VmRecord } from './vm-record.ts';

/** What the record of a VM says. `damaged` is not absent: it was written, and it cannot be read. */
export type RecordReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'found'; readonly record: VmRecord };

/** Reads the record in a VM's folder. Throws only what means that the disk does not answer. */
export async function readVmRecord(dir: string): Promise<RecordReading> {
  try {
    const record = await readJsonFile(vmFiles(dir).record, vmRecordSchema);
    return record === null ? { kind: 'absent' } : { kind: 'found', record };
  } catch (error) {
    if (isUnreadable(error)) return { kind: 'damaged', reason: [error.message, ...error.evidence].join(': ') };
    throw error;
  }
}

function isUnreadable(error: unknown): error is LabError {
  return error instanceof LabError && (error.code === 'stored-file-damaged' || error.code === 'stored-file-too-new');
}

/** Writes a record whole or not at all; one that cannot be read is not replaced. Answers the record. */
export async function writeVmRecord(dir: string, record: VmRecord): Promise<VmRecord> {
  await writeJsonFile(vmFiles(dir).record, vmRecordSchema, record);
  return record;
}

/** The record of the VM that `ref` names; null when its folder holds none of ours. Throws `vm-broken`, `vm-not-ours`. */
export async function findVmRecord(ref: VmRef): Promise<VmRecord | null> {
  const reading = await readVmRecord(ref.dir);
  if (reading.kind === 'found' && reading.record.vmId !== ref.vmId) refuseOther(ref, reading.record.vmId);
  if (reading.kind === 'damaged') {
    throw new LabError('vm-broken', `the record of "${ref.name}" is damaged`, {
      params: { name: ref.name, node: ref.name },
      evidence: [reading.reason],
    });
  }
  if (reading.kind === 'absent' || !reading.record.registered) return null;
  return reading.record;
}

/** Throws `vm-not-ours`: the folder holds the VM `other`, or a process of this id works on the files `other`. */
export function refuseOther({ name, vmId, dir }: VmRef, other: string): never {
  const params = { name, node: name, vmId, place: `${dir} (${other})`, dir };
  throw new LabError('vm-not-ours', `${vmId} is not the VM in "${dir}"`, { params, evidence: [`${dir}: ${other}`] });
}

/** As `findVmRecord`, for calls that need the VM. Throws `vm-not-found`, `vm-broken`, `vm-not-ours`. */
export async function needVmRecord(ref: VmRef): Promise<VmRecord> {
  const record = await findVmRecord(ref);
  if (record !== null) return record;
  throw new LabError('vm-not-found', `no VM "${ref.name}" in ${ref.dir}`, { params: { name: ref.name } });
}

/** Reads a note that can be made anew: one that cannot be read counts as none. */
export async function readNote<S extends z.ZodType>(filePath: string, schema: S): Promise<z.output<S> | null> {
  try {
    return await readJsonFile(filePath, schema);
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}

/** Writes such a note, whatever was there. */
export async function writeNote(filePath: string, note: unknown): Promise<void> {
  await writeFileAtomically(filePath, `${JSON.stringify(note, null, 2)}\n`);
}

/** Removes a folder when nothing is left in it; what somebody else put there stays. */
export async function removeEmptyDir(dir: string): Promise<void> {
  try {
    await rmdir(dir);
  } catch (error) {
    const isKept = ['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(fileErrorCode(error));
    if (!isKept) throw error;
  }
}
