import { basename } from 'node:path';
import type { BaseDefinition, NodeDefinition } from '../driver.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer } from './failures.ts';
import { requireVm } from './look-up.ts';
import { isAdapterName } from './networks.ts';
import type { VmInfo } from './vm-info.ts';

/** Parallels may write a folder in another spelling, or without its links; the name of the file is enough. */
function fileOf(path: string | undefined): string {
  return basename(path ?? '').normalize('NFC');
}

type Expectation = readonly [what: string, told: unknown, wanted: unknown];

/** A tool that ended well and did nothing is found out here, not by a guest that never comes up. */
function prove(vm: VmInfo, expectations: readonly Expectation[]): void {
  const wrong = expectations.filter(([, told, wanted]) => told !== wanted);
  if (wrong.length === 0) return;
  const evidence = wrong.map(([what, told, wanted]) => `${what}: ${String(told)} instead of ${String(wanted)}`);
  throw noClearAnswer('prlctl', `"${vm.name}" is not as it was asked for`, evidence);
}

function hardware(vm: VmInfo, wanted: Pick<BaseDefinition, 'cpus' | 'memoryMiB' | 'natMac'>): readonly Expectation[] {
  const nat = vm.adapters.find(({ device }) => device === 'net0');
  return [
    ['CPUs', vm.cpus, wanted.cpus],
    ['memory', vm.memoryMiB, wanted.memoryMiB],
    ['type of net0', nat?.type, 'shared'],
    ['MAC of net0', nat?.mac, wanted.natMac],
    ['disks', vm.disks.length, 1],
  ];
}

/** Throws `command-failed` unless Parallels tells the base as it was defined. */
export async function proveBase(context: DriverContext, base: BaseDefinition, signal: AbortSignal): Promise<void> {
  const vm = await requireVm(context, base.ref, signal);
  prove(vm, [
    ...hardware(vm, base),
    ['mark', vm.marker?.vmId, base.ref.vmId],
    ['seed', fileOf(vm.drives.at(-1)?.path), fileOf(base.seedPath)],
    ['serial log', fileOf(vm.serials[0]?.path), fileOf(base.serialLogPath)],
  ]);
}

/** The same for a node. */
export async function proveNode(
  context: DriverContext,
  node: NodeDefinition,
  { networkId, signal }: { readonly networkId: string; readonly signal: AbortSignal },
): Promise<void> {
  const vm = await requireVm(context, node.ref, signal);
  const lab = vm.adapters.find(({ device }) => device === 'net1');
  prove(vm, [
    ...hardware(vm, node),
    ['mark', vm.marker?.vmId, node.ref.vmId],
    ['base', vm.marker?.baseId, node.base.vmId],
    ['MAC of net1', lab?.mac, node.labMac],
    ['network of net1', isAdapterName(lab?.networkId) ? networkId : lab?.networkId, networkId],
    ['seed', fileOf(vm.drives[0]?.path), fileOf(node.seedPath)],
    ['serial log', fileOf(vm.serials[0]?.path), fileOf(node.serialLogPath)],
  ]);
}
