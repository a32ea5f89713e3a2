import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { endProcess } from './end-process.ts';
import { vmFiles } from './files.ts';
import { refuseOtherRecord, requireOwnDisk } from './ownership.ts';
import { findVmRecord, readVmRecord, writeVmRecord } from './record-store.ts';
import { dropOrphans } from './tags.ts';
import { findRunning, talk } from './vm-access.ts';
import { findProcess, vmTarget } from './vm-process.ts';
import { withoutNeed } from './vm-record.ts';

const lookTimeoutMs = 5_000;

/** Presses the power button of the guest. See `VmControl.requestStop`. */
export async function requestStop(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  if ((await findVmRecord(ref)) === null) return;
  const found = await findRunning(ctx, ref, signal);
  if (found === null) return;
  await talk(ctx, found, { signal, work: (client) => client.execute('system_powerdown', {}, { signal }) });
}

/** Cuts the power and drops a saved state. Works on damaged VMs too. See `VmControl.forceStop`. */
export async function forceStop(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  const reading = await readVmRecord(ref.dir);
  refuseOtherRecord(ref, reading);
  const target = vmTarget(ref);
  const found = await findProcess(ctx, target, { signal, timeoutMs: lookTimeoutMs });
  if (found.kind === 'on' && reading.kind !== 'found') await requireOwnDisk(ctx, ref, { found, signal });
  await endProcess(ctx, target, found);
  if (reading.kind !== 'found') return;
  const { record } = reading;
  if (!record.registered) return;
  if (record.resumeFrom === null && record.savingAs === null) return;
  const dropped = await writeVmRecord(ref.dir, withoutNeed(record, { resumeFrom: null, savingAs: null }));
  if (await fileExists(vmFiles(ref.dir).disk)) await dropOrphans(ctx, { ref, record: dropped, client: null });
}
