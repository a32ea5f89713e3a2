import { LabError } from '../../domain/failure.ts';
import { readFreeBytes } from '../../platform/disk.ts';
import type { VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { parseWaitsForRoom } from './parse-qmp-answers.ts';
import { QmpUnreachableError, withQmp } from './qmp.ts';
import type { LookOptions } from './vm-process.ts';
import type { RunningProcess } from './vm-access.ts';

/** With less it would be paused again at once. */
const enoughBytes = 64 * 1024 ** 2;

/**
 * True when the VM rests because the host's disk was full (QEMU's `werror=enospc`, the default), and not for another fault of the
 * disk. Its guest has noticed nothing: the write is done again when it goes on. False when it ended while it was asked.
 */
export async function waitsForRoom(
  { clock }: Pick<QemuContext, 'clock'>,
  { control, status }: RunningProcess,
  { signal, timeoutMs }: LookOptions,
): Promise<boolean> {
  if (status !== 'io-error') return false;
  try {
    return await withQmp(control, { clock, signal, timeoutMs }, async (client) =>
      parseWaitsForRoom(await client.execute('query-block', {}, { signal, timeoutMs })),
    );
  } catch (error) {
    if (error instanceof QmpUnreachableError) return false;
    throw error;
  }
}

/** Throws `vm-paused-disk-full` for a VM that rests because of a full disk, while that still is full. */
export async function refuseFullDisk(
  ctx: Pick<QemuContext, 'clock'>,
  { name, dir }: VmRef,
  { found, look }: { readonly found: RunningProcess; readonly look: LookOptions },
): Promise<void> {
  if (!(await waitsForRoom(ctx, found, look))) return;
  const freeBytes = await readFreeBytes(dir);
  if (freeBytes >= enoughBytes) return;
  throw new LabError('vm-paused-disk-full', `"${name}" is paused, and the disk is still full`, {
    params: { name, node: name, path: dir },
    evidence: [`QEMU says "io-error", io-status "nospace"`, `${String(freeBytes)} bytes are free`],
  });
}
