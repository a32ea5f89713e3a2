import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CpuArchitecture } from '../../domain/ids.ts';
import { pourImage } from '../../images/pour-image.ts';
import { CommandError } from '../../process/command.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { BaseDefinition, CallOptions, SealedBase, VmRef } from '../driver.ts';
import {
  addDrive,
  addSerial,
  attachDisk,
  baseSnapshotName,
  createDisk,
  createVm,
  describe,
  expandDisk,
  insertMedium,
  removeDevice,
  setBehaviour,
  setBootOrder,
  setHardware,
  setNat,
} from './argv.ts';
import type { ToolCall } from './argv.ts';
import { registryKey, runAll, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, refuseState } from './failures.ts';
import { isWhole } from './is-whole.ts';
import { requireMade, requireVm } from './look-up.ts';
import { ensureSnapshot } from './snapshots.ts';
import { toNodeState } from './state-map.ts';
import { baseDiskPath, beginUnfinished, endUnfinished, findDiskData } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';
import { proveBase } from './prove.ts';

/** Throws `not-supported` for a CPU that is not the Mac's: on Apple silicon there are ARM guests only. */
export function requireArchitecture(context: Pick<DriverContext, 'architecture'>, wanted: CpuArchitecture): void {
  if (wanted === context.architecture) return;
  throw new LabError('not-supported', `no ${wanted} guests on this Mac`, {
    params: { what: `${wanted} guests on a Mac with ${context.architecture}`, hypervisor: 'Parallels Desktop' },
  });
}

/** The CDs of a base: the medium that installs, where there is one, and the seed. */
function mediaOf({ source, seedPath }: BaseDefinition): readonly string[] {
  return source.kind === 'installer' ? [source.isoPath, seedPath] : [seedPath];
}

/** The calls that make the VM ready for its disk; a new VM has a drive already. */
export function baseSettings(
  definition: BaseDefinition,
  vm: Pick<VmInfo, 'id' | 'drives' | 'serials'>,
): readonly ToolCall[] {
  const { ref, natMac, serialLogPath } = definition;
  const media = mediaOf(definition).map((path, index) => {
    const drive = vm.drives[index];
    return drive === undefined ? addDrive(vm.id, path) : insertMedium(vm.id, drive.device, path);
  });
  return [
    describe(vm.id, { vmId: ref.vmId }),
    setHardware(vm.id, definition),
    ...setBehaviour(vm.id),
    setNat(vm.id, natMac),
    ...media,
    ...vm.serials.map(({ device }) => removeDevice(vm.id, device)),
    addSerial(vm.id, serialLogPath),
  ];
}

/** The calls around the disk, in their order: what is copied into it comes after the first. */
export function diskCalls(
  { diskBytes }: Pick<BaseDefinition, 'diskBytes'>,
  { id, home }: Pick<VmInfo, 'id' | 'home'>,
): readonly [ToolCall, ToolCall, readonly ToolCall[]] {
  const diskPath = baseDiskPath(home);
  return [createDisk(diskPath, diskBytes), expandDisk(diskPath), [attachDisk(id, diskPath), setBootOrder(id)]];
}

/** As promised by `VmCrafting.createBase`. */
export async function createBase(
  context: DriverContext,
  definition: BaseDefinition,
  options: CallOptions,
): Promise<void> {
  const { ref, architecture } = definition;
  const { signal } = options;
  requireArchitecture(context, architecture);
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    if (await isWhole(context, ref, signal)) return;
    await beginUnfinished(ref, { vmId: ref.vmId });
    await context.registry.run(registryKey, () => runFor(context, ref, { call: createVm(ref), signal }));
    const vm = await requireMade(context, ref, signal);
    await runAll(context, ref, { calls: baseSettings(definition, vm), options, from: 0, to: 0.1 });
    await makeDisk(context, definition, { vm, options });
    await proveBase(context, definition, signal);
    await endUnfinished(ref);
    options.report?.(1);
  });
}

interface DiskWork {
  readonly vm: VmInfo;
  readonly options: CallOptions;
}

async function makeDisk(context: DriverContext, definition: BaseDefinition, { vm, options }: DiskWork): Promise<void> {
  const { ref, source } = definition;
  const { signal, report } = options;
  const [create, expand, attach] = diskCalls(definition, vm);
  const diskPath = baseDiskPath(vm.home);
  await runFor(context, ref, { call: create, signal });
  if (source.kind === 'disk-image') {
    const dataPath = await findDiskData(diskPath);
    if (dataPath === null) throw noClearAnswer('prl_disk_tool', 'no plain disk was made', [diskPath]);
    const tell = (fraction: number): void => report?.(0.1 + 0.7 * fraction);
    await pourImage(source.imagePath, dataPath, { architecture: context.architecture, signal, report: tell });
    await expandIfPossible(context, { diskPath, expand, signal });
  }
  if (!(await fileExists(diskPath))) throw noClearAnswer('prl_disk_tool', 'no disk was made', [diskPath]);
  await runAll(context, ref, { calls: attach, options, from: 0.8, to: 0.95 });
}

interface Expansion {
  readonly diskPath: string;
  readonly expand: ToolCall;
  readonly signal: AbortSignal;
}

/** A plain disk works as well; it only takes its whole size on the Mac. Some versions are said to refuse this (26.3.2). */
async function expandIfPossible(context: DriverContext, { diskPath, expand, signal }: Expansion): Promise<void> {
  try {
    await context.tools.run(expand, signal);
  } catch (error) {
    if (!(error instanceof CommandError) || error.reason !== 'exit-code') throw error;
    context.logger.warn({ diskPath, error: String(error) }, 'the disk stays plain and takes its whole size');
  }
}

/** Seed, installation medium and serial log go first: clones get what the VM has when the snapshot is taken. */
export function unplugCalls({ id, drives, serials }: Pick<VmInfo, 'id' | 'drives' | 'serials'>): readonly ToolCall[] {
  return [...serials, ...drives].toReversed().map(({ device }) => removeDevice(id, device));
}

/** As promised by `VmCrafting.sealBase`. Throws `wrong-state` unless the base is off. */
export async function sealBase(context: DriverContext, ref: VmRef, options: CallOptions): Promise<SealedBase> {
  const { signal } = options;
  throwIfCancelled(signal);
  return context.vms.run(ref.vmId, async () => {
    const vm = await requireVm(context, ref, signal);
    if (toNodeState(vm.stateText) !== 'stopped') refuseState(ref.name, vm.stateText);
    await runAll(context, ref, { calls: unplugCalls(vm), options, from: 0, to: 0.5 });
    await requireUnplugged(context, ref, signal);
    const { snapshotId } = await ensureSnapshot(context, { ref, vm, name: baseSnapshotName }, signal);
    const call = describe(vm.id, { vmId: ref.vmId, sealed: true });
    await runFor(context, ref, { call, signal });
    const { marker } = await requireVm(context, ref, signal);
    if (marker?.sealed !== true) throw noClearAnswer('prlctl', 'the base was not marked', []);
    return { ...ref, snapshotId };
  });
}

async function requireUnplugged(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const { drives, serials } = await requireVm(context, ref, signal);
  const left = [...drives, ...serials].map(({ device }) => device);
  if (left.length > 0) throw noClearAnswer('prlctl', `still plugged in: ${left.join(', ')}`, []);
}
