import { join } from 'node:path';
import { listFolders } from '../../store/list-folders.ts';
import type { CallOptions, FoundVm, VmReading } from '../driver.ts';
import { readVmRecord } from './record-store.ts';

/** `labs/<id>/nodes/<name>` is the deepest place of a VM. */
const deepest = 4;

/** As promised by `HypervisorDriver.listBelow`: QEMU keeps no list, so the records in the folders are it. */
export async function listBelow(
  { inspectAll }: Pick<VmReading, 'inspectAll'>,
  dir: string,
  options: CallOptions,
): Promise<readonly FoundVm[]> {
  const refs = await findRecords(dir, deepest);
  const states = await inspectAll(refs, options);
  return refs.flatMap((ref): readonly FoundVm[] => {
    const state = states.get(ref.vmId)?.state ?? 'unknown';
    return state === 'absent' ? [] : [{ ...ref, state }];
  });
}

async function findRecords(dir: string, depth: number): Promise<readonly Omit<FoundVm, 'state'>[]> {
  const reading = await readVmRecord(dir);
  if (reading.kind === 'found') return [{ vmId: reading.record.vmId, name: reading.record.name, dir }];
  if (reading.kind === 'damaged' || depth === 0) return [];
  const below = await Promise.all((await listFolders(dir)).map((name) => findRecords(join(dir, name), depth - 1)));
  return below.flat();
}
