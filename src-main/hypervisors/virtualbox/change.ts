import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, SnapshotInfo, VmRef } from '../driver.ts';
import { requireSnapshot } from '../require-snapshot.ts';
import {
  baseSnapshotName,
  changeSnapshot,
  setCable as setCableLine,
  setForward,
  setLiveCable,
  setLiveForward,
  takeSnapshot as takeLine,
} from './argv.ts';
import type { DriverContext } from './context.ts';
import { refuseState } from './failures.ts';
import { requireVm } from './look-up.ts';
import { parseTakenSnapshot } from './parse-showvminfo.ts';
import { requireOff } from './removal.ts';
import { runAll, runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { hasMachineFolder } from './vm-folder.ts';
import { sshForwardOf } from './vm-info.ts';
import type { VmInfo } from './vm-info.ts';

/** A snapshot of a running VM writes its memory; deleting one merges disks. */
const longTimeoutMs = null;

function isOn(info: VmInfo): boolean {
  const state = toNodeState(info.stateText);
  return state === 'running' || state === 'paused';
}

/** As promised by `VmControl.setSshPort`. Throws `invalid-input` for a port that is none: VirtualBox would take it modulo 65536. */
export async function setSshPort(
  context: DriverContext,
  change: { readonly ref: VmRef; readonly sshPort: number },
  options: CallOptions,
): Promise<void> {
  const { ref, sshPort } = change;
  if (!Number.isInteger(sshPort) || sshPort < 1 || sshPort > 65_535)
    throw new LabError('invalid-input', `${sshPort} is no port`, {
      params: { field: 'sshPort', value: sshPort, expected: '1-65535' },
    });
  throwIfCancelled(options.signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(options.signal);
    const info = await requireVm(context, ref, options.signal);
    await moveForward(context, ref, { info, sshPort, options });
  });
}

async function moveForward(
  context: DriverContext,
  ref: VmRef,
  { info, sshPort, options }: { readonly info: VmInfo; readonly sshPort: number; readonly options: CallOptions },
): Promise<void> {
  const rule = sshForwardOf(info);
  if (rule?.hostPort === sshPort) return;
  const hasRule = rule !== null;
  const lines = isOn(info) ? setLiveForward(ref, sshPort, hasRule) : [setForward(ref, sshPort, hasRule)];
  await runAll(context, ref, { lines, options, from: 0, to: 1 });
}

/** As promised by `VmControl.setCable`. */
export async function setCable(
  context: DriverContext,
  change: { readonly ref: VmRef; readonly adapter: 'nat' | 'internal'; readonly connected: boolean },
  options: CallOptions,
): Promise<void> {
  const { ref, adapter, connected } = change;
  throwIfCancelled(options.signal);
  await context.vms.run(ref.vmId, async () => {
    const info = await requireVm(context, ref, options.signal);
    const slot = adapter === 'nat' ? 1 : 2;
    const args = isOn(info) ? setLiveCable(ref, slot, connected) : setCableLine(ref, slot, connected);
    await runFor(context, ref, { args, options });
  });
}

/** As promised by `VmControl.takeSnapshot`. */
export async function takeSnapshot(
  context: DriverContext,
  wish: { readonly ref: VmRef; readonly name: string },
  { signal }: CallOptions,
): Promise<SnapshotInfo> {
  const { ref, name } = wish;
  throwIfCancelled(signal);
  return context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    // No call where its folder is there: VirtualBox knows no VM of this id elsewhere then.
    if (!(await hasMachineFolder(ref))) await requireVm(context, ref, signal);
    const options = { signal, timeoutMs: longTimeoutMs };
    const told = await runFor(context, ref, { args: takeLine(ref, name), options });
    return { snapshotId: parseTakenSnapshot(told), name };
  });
}

/** As promised by `VmControl.listSnapshots`. */
export async function listSnapshots(
  context: DriverContext,
  ref: VmRef,
  { signal }: CallOptions,
): Promise<readonly SnapshotInfo[]> {
  throwIfCancelled(signal);
  return (await requireVm(context, ref, signal)).snapshots;
}

interface SnapshotChange {
  readonly ref: VmRef;
  readonly snapshotId: string;
}

function isSealed({ snapshots }: VmInfo): boolean {
  return snapshots.some(({ name }) => name === baseSnapshotName);
}

function nameOf({ snapshots }: VmInfo, snapshotId: string): string {
  return snapshots.find((snapshot) => snapshot.snapshotId === snapshotId)?.name ?? snapshotId;
}

/**
 * As promised by `VmControl.restoreSnapshot`. A snapshot brings its own forward; the one in force now stays, as the port
 * belongs to the lab and not to what the guest was.
 */
export async function restoreSnapshot(
  context: DriverContext,
  change: SnapshotChange,
  options: CallOptions,
): Promise<void> {
  const { ref, snapshotId } = change;
  const { signal } = options;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const before = await requireVm(context, ref, signal);
    requireOff(ref, before);
    requireSnapshot(before.snapshots, { snapshotId, node: ref.name });
    const args = changeSnapshot(ref, 'restore', snapshotId);
    await runFor(context, ref, { args, options: { signal, timeoutMs: longTimeoutMs } });
    const sshPort = sshForwardOf(before)?.hostPort;
    if (sshPort === undefined) return;
    const info = await requireVm(context, ref, signal);
    await moveForward(context, ref, { info, sshPort, options });
  });
}

/**
 * As promised by `VmControl.deleteSnapshot`; running or not. VirtualBox cannot delete a snapshot that two disks differ from
 * (7.2.22): `base-in-use` when clones stand on it, `wrong-state` when the VM went back to it and other snapshots stand on it.
 */
export async function deleteSnapshot(
  context: DriverContext,
  change: SnapshotChange,
  { signal }: CallOptions,
): Promise<void> {
  const { ref, snapshotId } = change;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const info = await requireVm(context, ref, signal);
    requireSnapshot(info.snapshots, { snapshotId, node: ref.name });
    const args = changeSnapshot(ref, 'delete', snapshotId);
    try {
      await runFor(context, ref, { args, options: { signal, timeoutMs: longTimeoutMs } });
    } catch (error) {
      const isUsed = error instanceof LabError && error.code === 'base-in-use';
      if (!isUsed || isSealed(info)) throw error;
      refuseState(nameOf(info, snapshotId), 'other snapshots stand on it');
    }
  });
}
