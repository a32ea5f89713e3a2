import { LabError } from '../../domain/failure.ts';
import type { VmRef } from '../driver.ts';
import { listVms, listVmsLong, showVm } from './argv.ts';
import type { DriverContext } from './context.ts';
import { errorLines, saysAbsent, saysInaccessible, toLabError } from './failures.ts';
import { isBelow, liesIn } from './media.ts';
import { parseUnreadablePlaces } from './parse-list-long.ts';
import { readListing } from './listing.ts';
import { parseListVms } from './parse-list-vms.ts';
import { parseSettingsFile } from './parse-settings-file.ts';
import { parseShowVmInfo } from './parse-showvminfo.ts';
import { findOther, holdsProofOf, listMissingSettings, readTextFile } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

/** What VirtualBox answered when it was asked for one VM. */
export type LookUp =
  | { readonly kind: 'found'; readonly info: VmInfo }
  /**
   * VirtualBox has a VM of this UUID with its files somewhere else: somebody moved ours, or the id belongs to another VM. `isMarked`
   * tells the two apart: ours still writes its serial log, or has its seed, where only this app puts them.
   */
  | { readonly kind: 'elsewhere'; readonly info: VmInfo; readonly isMarked: boolean }
  /** VirtualBox said that it knows no VM of this UUID. */
  | { readonly kind: 'absent' }
  /** VirtualBox knows it and cannot read its settings or its disks. */
  | { readonly kind: 'inaccessible'; readonly reasons: readonly string[] };

async function ask(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<LookUp> {
  try {
    const { stdout } = await context.vbox.run(showVm(ref), { signal });
    const info = parseShowVmInfo(stdout);
    if (info !== null) return { kind: 'found', info: await withHiddenForwards(context, info) };
    throw new LabError('command-failed', `VBoxManage told nothing about "${ref.name}"`, {
      params: { program: 'VBoxManage', exitCode: 0, name: ref.name },
      evidence: stdout.split('\n').slice(0, 5),
    });
  } catch (error) {
    if (saysAbsent(error)) return { kind: 'absent' };
    if (saysInaccessible(error)) return { kind: 'inaccessible', reasons: errorLines(error.stderr) };
    throw error;
  }
}

/** VirtualBox 7.0.0 tells no forward at all when an adapter has more than one (seen by Vagrant): the settings file has them. */
async function withHiddenForwards({ version }: DriverContext, info: VmInfo): Promise<VmInfo> {
  if (version.major !== 7 || version.minor !== 0 || version.patch !== 0) return info;
  const text = await readTextFile(info.configPath);
  const settings = text === null ? null : parseSettingsFile(text);
  if (settings?.vmId !== info.vmId) return info;
  const adapters = info.adapters.map((adapter) => ({
    ...adapter,
    forwards: settings.adapters.find(({ slot }) => slot === adapter.slot)?.forwards ?? adapter.forwards,
  }));
  return { ...info, adapters };
}

/**
 * Asks VirtualBox for one VM. Throws what the call threw when there was no clear answer: nothing is known then, and nobody may
 * take the VM for absent.
 */
export async function lookUp(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<LookUp> {
  const found = await askTwice(context, ref, signal);
  if (found.kind !== 'found' || (await liesIn(found.info.configPath, ref.dir))) return found;
  return { kind: 'elsewhere', info: found.info, isMarked: isMarked(found.info, ref) };
}

function isMarked({ serialPath, media }: VmInfo, { dir }: VmRef): boolean {
  return [serialPath ?? '', ...media.map(({ path }) => path)].some((path) => path !== '' && isBelow(path, dir));
}

async function askTwice(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<LookUp> {
  const found = await ask(context, ref, signal);
  if (found.kind !== 'inaccessible') return found;
  // VirtualBox's server remembers that it could not read a VM, and tries again only when it lists all of them (7.2.22).
  const { stdout, stderr } = await readListing(context, listVms, signal);
  const isBack = parseListVms(stdout).some(({ vmId, accessible }) => vmId === ref.vmId && accessible);
  if (isBack) return ask(context, ref, signal);
  // The listing says why, of this VM and of others; the file name tells whose reason it is.
  const told = errorLines(stderr).filter((line) => line.includes(ref.dir));
  return { kind: 'inaccessible', reasons: [...(await whyUnreadable(ref)), ...told, ...found.reasons] };
}

/** What is missing of a VM that VirtualBox cannot read: about a settings file that is gone it says nothing (7.2.22). */
export async function whyUnreadable(ref: VmRef): Promise<readonly string[]> {
  return (await listMissingSettings(ref)).map((path) => `${path}: no such file`);
}

/** What may be worked on. */
export type OwnLookUp = Exclude<LookUp, { kind: 'elsewhere' }>;

/**
 * The same for whoever is about to change the VM, with a failure as `LabError`. Throws `vm-not-ours` unless VirtualBox has the
 * files of this UUID in the folder that only this app gives it: what stands in our own records proves nothing.
 */
export async function lookUpOrFail(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<OwnLookUp> {
  try {
    const found = await lookUp(context, ref, signal);
    if (found.kind === 'elsewhere') refuseElsewhere(ref, found.info.configPath);
    if (found.kind === 'inaccessible') await requireOwnFiles(context, ref, signal);
    const other = found.kind === 'absent' ? await findOther(ref) : null;
    if (other !== null) refuseElsewhere(ref, other);
    return found;
  } catch (error) {
    throw toLabError(error, { name: ref.name, path: ref.dir });
  }
}

/** A VM that VirtualBox cannot read tells nothing but where its settings were: there, or in our folder, has to be a trace of it. */
async function requireOwnFiles(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  if (await holdsProofOf(ref)) return;
  const { stdout } = await readListing(context, listVmsLong, signal);
  const configPath = parseUnreadablePlaces(stdout).get(ref.vmId) ?? '';
  if (!(await liesIn(configPath, ref.dir))) refuseElsewhere(ref, configPath);
}

/** Throws `vm-not-ours`. */
export function refuseElsewhere({ name, vmId, dir }: VmRef, place: string): never {
  const params = { name, node: name, vmId, place: place === '' ? '?' : place, dir };
  throw new LabError('vm-not-ours', `${vmId} is not below "${dir}"`, { params, evidence: [`${vmId}: ${place}`] });
}

/** Throws `vm-broken`: VirtualBox knows the VM and cannot read it. */
export function refuseBroken({ name }: VmRef, evidence: readonly string[]): never {
  throw new LabError('vm-broken', `VirtualBox cannot read "${name}"`, { params: { name, node: name }, evidence });
}

/** Throws `vm-not-found`. */
export function refuseAbsent({ name }: VmRef): never {
  throw new LabError('vm-not-found', `VirtualBox does not know "${name}"`, { params: { name, node: name } });
}

/** The VM, or `vm-not-found` or `vm-broken`. */
export async function requireVm(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<VmInfo> {
  const found = await lookUpOrFail(context, ref, signal);
  if (found.kind === 'absent') refuseAbsent(ref);
  if (found.kind === 'inaccessible') refuseBroken(ref, found.reasons);
  return found.info;
}
