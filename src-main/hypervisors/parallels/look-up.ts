import { fileExists } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import { listVms } from './argv.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, refuseAbsent, refuseBroken, toLabError } from './failures.ts';
import { parseVmList } from './parse-vm-list.ts';
import { isOwnBundle, liesBelow } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** What Parallels' list of VMs says about one of ours. */
export type LookUp =
  | { readonly kind: 'found'; readonly info: VmInfo }
  /** Registered with files that are not in the folder of the VM. */
  | { readonly kind: 'elsewhere'; readonly info: VmInfo }
  /** The list is whole, and it is not in it. */
  | { readonly kind: 'absent' };

/**
 * Every VM Parallels knows, of this user. Throws when there was no clear answer: nobody may take a VM for absent then.
 */
export async function readVms(context: DriverContext, signal: AbortSignal): Promise<readonly VmInfo[]> {
  const stdout = await context.tools.run(listVms, signal);
  const vms = parseVmList(stdout);
  if (vms === null) throw noClearAnswer('prlctl', 'no list of virtual machines', stdout.split('\n').slice(0, 5));
  return vms;
}

/**
 * Finds a VM in a list. Parallels chooses the ids itself, so ours is known by two things together: its files lie in the folder
 * that only this app gives it, and it carries our mark, or the name of its bundle that holds our id (a clone carries the mark
 * of its base until it gets its own).
 */
export async function findVm(vms: readonly VmInfo[], ref: VmRef): Promise<LookUp> {
  const isMarked = (vm: VmInfo): boolean => vm.marker?.vmId === ref.vmId;
  for (const info of vms.filter((vm) => isMarked(vm) || isOwnBundle(vm.home, ref))) {
    if (await liesBelow(info.home, ref.dir)) return { kind: 'found', info };
  }
  const moved = vms.find((vm) => isMarked(vm) && isOwnBundle(vm.home, ref));
  return moved === undefined ? { kind: 'absent' } : { kind: 'elsewhere', info: moved };
}

/** Asks Parallels for one VM; a failure is a `LabError`. */
export async function lookUp(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<LookUp> {
  try {
    return await findVm(await readVms(context, signal), ref);
  } catch (error) {
    throw toLabError(error, { name: ref.name, path: ref.dir });
  }
}

/** The VM, or `vm-not-found` or `vm-broken`. */
export async function requireVm(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<VmInfo> {
  const found = await lookUp(context, ref, signal);
  if (found.kind === 'absent') refuseAbsent(ref);
  if (found.kind === 'elsewhere') refuseBroken(ref, [`Parallels has it in ${found.info.home}`]);
  return found.info;
}

/** The VM that a call has just made: not to find it is that call's failure. */
export async function requireMade(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<VmInfo> {
  const found = await lookUp(context, ref, signal);
  if (found.kind === 'found') return found.info;
  throw noClearAnswer('prlctl', `no virtual machine "${ref.name}" was made in ${ref.dir}`, []);
}

/** Files the VM needs and that are not there, as reasons. */
export async function missingFiles({ home, disks, drives }: VmInfo): Promise<readonly string[]> {
  const paths = [home, ...[...disks, ...drives].map(({ path }) => path)].filter((path) => path !== '');
  const there = await Promise.all(paths.map(fileExists));
  return paths.filter((_, index) => there[index] !== true).map((path) => `${path}: no such file`);
}
