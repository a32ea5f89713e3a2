import path from 'node:path';
import type { VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { vmFiles } from './files.ts';
import { parseDiskFiles } from './parse-qmp-answers.ts';
import { refuseOther } from './record-store.ts';
import type { RecordReading } from './record-store.ts';
import { talk } from './vm-access.ts';
import type { RunningProcess } from './vm-access.ts';

/** Throws `vm-not-ours` when the folder holds another VM. */
export function refuseOtherRecord(ref: VmRef, reading: RecordReading): void {
  if (reading.kind === 'found' && reading.record.vmId !== ref.vmId) refuseOther(ref, reading.record.vmId);
}

/** Throws `vm-not-ours` unless the process has its disk in the folder of the VM: an id alone may be that of another one. */
export async function requireOwnDisk(
  ctx: QemuContext,
  ref: VmRef,
  { found, signal }: { readonly found: RunningProcess; readonly signal: AbortSignal },
): Promise<void> {
  const files = await talk(ctx, found, {
    signal,
    work: async (client) => parseDiskFiles(await client.execute('query-block', {}, { signal })),
  });
  const { disk } = vmFiles(ref.dir);
  if (!files.some((file) => path.resolve(file) === path.resolve(disk))) refuseOther(ref, files.join(', '));
}
