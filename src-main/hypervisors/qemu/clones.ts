import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { vmIdSchema } from '../../domain/ids.ts';
import { writeJsonFile } from '../../store/json-file.ts';
import { listNames } from '../../store/list-folders.ts';
import type { VmRef } from '../driver.ts';
import { cloneNotePath, vmFiles } from './files.ts';
import { readNote, readVmRecord, removeEmptyDir } from './record-store.ts';

const cloneNoteSchema = z.object({ schemaVersion: z.literal(1), vmId: vmIdSchema, dir: z.string() });

/** Notes in the base's folder that a clone stands on it, or is about to. One file each: clones made at once do not meet. */
export async function noteClone(baseDir: string, clone: Pick<VmRef, 'vmId' | 'dir'>): Promise<void> {
  const file = cloneNotePath(vmFiles(baseDir).clonesDir, clone.vmId);
  const note = { schemaVersion: 1, vmId: clone.vmId, dir: path.resolve(clone.dir) } as const;
  await rm(file, { force: true });
  await writeJsonFile(file, cloneNoteSchema, note);
}

/** Takes the note away: the clone is gone. */
export async function forgetClone(baseDir: string, clone: Pick<VmRef, 'vmId'>): Promise<void> {
  const { clonesDir } = vmFiles(baseDir);
  await rm(cloneNotePath(clonesDir, clone.vmId), { force: true });
  await removeEmptyDir(clonesDir);
}

/**
 * Ids of the clones that stand on a base. A note counts until it is certain that its VM is gone; one that cannot be read,
 * or whose VM cannot be read, counts.
 */
export async function clonesOf(baseDir: string): Promise<readonly string[]> {
  const { clonesDir } = vmFiles(baseDir);
  const names = (await listNames(clonesDir)).filter((name) => name.endsWith('.json'));
  const counted = await Promise.all(names.map((name) => stands(path.join(clonesDir, name))));
  return names.filter((_, index) => counted[index] === true).map((name) => path.basename(name, '.json'));
}

async function stands(notePath: string): Promise<boolean> {
  const note = await readNote(notePath, cloneNoteSchema);
  if (note === null) return true;
  const reading = await readVmRecord(note.dir);
  return reading.kind === 'damaged' || (reading.kind === 'found' && reading.record.vmId === note.vmId);
}
