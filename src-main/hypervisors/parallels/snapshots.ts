import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, SnapshotInfo, VmRef } from '../driver.ts';
import { requireSnapshot } from '../require-snapshot.ts';
import {
  baseSnapshotName,
  deleteSnapshot as deleteCall,
  describe,
  listSnapshots as listCall,
  switchToSnapshot,
  takeSnapshot as takeCall,
} from './argv.ts';
import { runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer } from './failures.ts';
import { requireVm } from './look-up.ts';
import { parseSnapshotList, parseTakenSnapshot } from './parse-snapshots.ts';
import { repairPaths } from './relocation.ts';
import { requireOff } from './removal.ts';
import type { VmInfo } from './vm-info.ts';

interface Of {
  readonly ref: VmRef;
  readonly vm: VmInfo;
}

async function readSnapshots(
  context: DriverContext,
  { ref, vm }: Of,
  signal: AbortSignal,
): Promise<readonly SnapshotInfo[]> {
  const stdout = await runFor(context, ref, { call: listCall(vm.id), signal });
  const snapshots = parseSnapshotList(stdout);
  if (snapshots === null) throw noClearAnswer('prlctl', 'no list of snapshots', stdout.split('\n').slice(0, 5));
  return snapshots;
}

async function take(
  context: DriverContext,
  wish: Of & { readonly name: string },
  { before, signal }: { readonly before: readonly SnapshotInfo[]; readonly signal: AbortSignal },
): Promise<SnapshotInfo> {
  const { ref, vm, name } = wish;
  const told = parseTakenSnapshot(await runFor(context, ref, { call: takeCall(vm.id, name), signal }));
  const fresh = (await readSnapshots(context, wish, signal)).filter(
    ({ snapshotId }) => !before.some((known) => known.snapshotId === snapshotId),
  );
  const made = fresh.find(({ snapshotId }) => snapshotId === told) ?? fresh.find((snapshot) => snapshot.name === name);
  if (made === undefined) throw noClearAnswer('prlctl', `no snapshot ${name} was taken`, []);
  return made;
}

/** The snapshot of this name; taken when there is none. Call it while the VM's queue is held. */
export async function ensureSnapshot(
  context: DriverContext,
  wish: Of & { readonly name: string },
  signal: AbortSignal,
): Promise<SnapshotInfo> {
  const before = await readSnapshots(context, wish, signal);
  return before.find(({ name }) => name === wish.name) ?? take(context, wish, { before, signal });
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
    const vm = await requireVm(context, ref, signal);
    const before = await readSnapshots(context, { ref, vm }, signal);
    return take(context, { ref, vm, name }, { before, signal });
  });
}

/** As promised by `VmControl.listSnapshots`. */
export async function listSnapshots(
  context: DriverContext,
  ref: VmRef,
  { signal }: CallOptions,
): Promise<readonly SnapshotInfo[]> {
  throwIfCancelled(signal);
  return readSnapshots(context, { ref, vm: await requireVm(context, ref, signal) }, signal);
}

interface SnapshotChange {
  readonly ref: VmRef;
  readonly snapshotId: string;
}

/** As promised by `VmControl.restoreSnapshot`. A snapshot brings its own description; the mark in force now stays. */
export async function restoreSnapshot(
  context: DriverContext,
  change: SnapshotChange,
  { signal }: CallOptions,
): Promise<void> {
  const { ref, snapshotId } = change;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const vm = await requireVm(context, ref, signal);
    requireOff(ref, vm);
    requireSnapshot(await readSnapshots(context, { ref, vm }, signal), { snapshotId, node: ref.name });
    await runFor(context, ref, { call: switchToSnapshot(vm.id, snapshotId), signal });
    if (vm.marker !== null) await runFor(context, ref, { call: describe(vm.id, vm.marker), signal });
    // And its own paths: the VM may have been in another folder then.
    for (const call of await repairPaths(ref, await requireVm(context, ref, signal)))
      await runFor(context, ref, { call, signal });
  });
}

/** As promised by `VmControl.deleteSnapshot`; running or not. `base-in-use` for the one that clones stand on. */
export async function deleteSnapshot(
  context: DriverContext,
  change: SnapshotChange,
  { signal }: CallOptions,
): Promise<void> {
  const { ref, snapshotId } = change;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const vm = await requireVm(context, ref, signal);
    const { name } = requireSnapshot(await readSnapshots(context, { ref, vm }, signal), { snapshotId, node: ref.name });
    if (name === baseSnapshotName && vm.marker?.sealed === true)
      throw new LabError('base-in-use', `clones may stand on "${ref.name}"`, { params: { name: ref.name, users: '' } });
    await runFor(context, ref, { call: deleteCall(vm.id, snapshotId), signal });
    const left = await readSnapshots(context, { ref, vm }, signal);
    if (left.some((snapshot) => snapshot.snapshotId === snapshotId))
      throw noClearAnswer('prlctl', `the snapshot ${name} is still there`, []);
  });
}
