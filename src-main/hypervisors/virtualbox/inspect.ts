import { dirname, isAbsolute, join } from 'node:path';
import { isCancelled, LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { VmId } from '../../domain/ids.ts';
import { CommandError } from '../../process/command.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { AdapterInspection, CallOptions, Handled, VmInspection, VmRef } from '../driver.ts';
import { diskPort, listRunningLong, listVms, listVmsLong } from './argv.ts';
import type { Argv } from './argv.ts';
import type { DriverContext } from './context.ts';
import { errorLines } from './failures.ts';
import { readPauseCause } from './follow-up.ts';
import { lookUp, whyUnreadable } from './look-up.ts';
import { isBelow, liesIn } from './media.ts';
import { readListing } from './listing.ts';
import { parseListLong } from './parse-list-long.ts';
import type { ListedDetails } from './parse-list-long.ts';
import { parseListVms } from './parse-list-vms.ts';
import { parseSettingsFile } from './parse-settings-file.ts';
import type { VmSettings } from './parse-settings-file.ts';
import { toNodeState } from './state-map.ts';
import { findOther, findSettingsFile, readDiskUsage, readTextFile } from './vm-folder.ts';
import { groupOf, sshForwardOf } from './vm-info.ts';
import type { VmAdapter } from './vm-info.ts';

/** VirtualBox knows no VM of this id. Where another one has its place, the id was changed by hand: that one is not taken for absent. */
async function toAbsent(ref: VmRef): Promise<VmInspection> {
  const place = await findOther(ref);
  if (place === null) return { state: 'absent', reasons: [] };
  return { state: 'broken', reasons: [place], handled: [{ kind: 'another-vm', name: ref.name, place }] };
}

/** Why there was no answer, in the tool's own words where it said any. */
function toUnknown(error: unknown): VmInspection {
  if (isCancelled(error)) throw error;
  const words =
    error instanceof CommandError ? errorLines(error.stderr) : error instanceof LabError ? error.evidence : [];
  const message = error instanceof Error ? error.message : String(error);
  return { state: 'unknown', reasons: words.length > 0 ? words : [message] };
}

function toAdapters(adapters: readonly VmAdapter[]): readonly AdapterInspection[] {
  return adapters.flatMap(({ attachment, mac, networkName, cableConnected }) => {
    if (attachment !== 'nat' && attachment !== 'intnet') return [];
    return { kind: attachment === 'nat' ? 'nat' : 'internal', mac, networkName, cableConnected };
  });
}

type Details = Omit<ListedDetails, 'vmId'>;

function pathsOf({ serialPath, mediaPaths }: Details): readonly string[] {
  return [...(serialPath === null ? [] : [serialPath]), ...mediaPaths].filter((path) => path !== '');
}

async function toInspection(context: DriverContext, ref: VmRef, details: Details): Promise<VmInspection> {
  const { configPath, name } = details;
  if (!(await liesIn(configPath, ref.dir))) {
    const isOurs = pathsOf(details).some((path) => isBelow(path, ref.dir));
    const handled: Handled = isOurs
      ? { kind: 'moved', place: configPath }
      : { kind: 'another-vm', name, place: configPath };
    return { state: 'broken', reasons: [`VirtualBox has it in ${configPath}`], handled: [handled] };
  }
  const told = toNodeState(details.stateText);
  if (told === 'unknown') context.logger.warn({ vmId: ref.vmId, state: details.stateText }, 'unknown VirtualBox state');
  const missing: string[] = [];
  const execution =
    told === 'running' ? await context.readExecution({ vmId: ref.vmId, configPath: details.configPath }) : null;
  const pause = told === 'paused' ? await readPauseCause(details) : null;
  const pauseReason = pause?.diskFull ?? null;
  for (const path of details.mediaPaths) if (!(await fileExists(path))) missing.push(`${path}: no such file`);
  return {
    state: missing.length > 0 ? 'broken' : told,
    reasons: [
      ...(told === 'broken' || told === 'unknown' ? [`VMState ${details.stateText}`] : []),
      ...(pauseReason === null ? [] : [pauseReason]),
      ...missing,
    ],
    cpus: details.cpus,
    memoryMiB: details.memoryMiB,
    group: groupOf(details),
    adapters: toAdapters(details.adapters),
    sshPort: sshForwardOf(details)?.hostPort ?? null,
    diskUsedBytes: await readDiskUsage(ref),
    ...(execution === null ? {} : { execution }),
    ...(pauseReason === null ? {} : { isPausedByDisk: true }),
    ...(name === ref.name ? {} : { handled: [{ kind: 'renamed', name }] }),
    ...(typeof pause?.by !== 'string' ? {} : { pausedBy: pause.by }),
  };
}

/** As promised by `VmReading.inspect`. */
export async function inspectVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<VmInspection> {
  try {
    const found = await lookUp(context, ref, signal);
    if (found.kind === 'absent') return await toAbsent(ref);
    if (found.kind === 'inaccessible') return { state: 'broken', reasons: found.reasons };
    const { info } = found;
    // A VM that is somewhere else is told as broken, with what is known of it.
    return await toInspection(context, ref, { ...info, mediaPaths: info.media.map(({ path }) => path) });
  } catch (error) {
    return toUnknown(error);
  }
}

/**
 * Paths of media as they are on disk: relative ones too, and the VM's own disk, which for a linked clone only the base's
 * settings name. Where a shared disk lies may stand in the settings of another VM alone: nothing is said about it then.
 */
function toMediaPaths(settings: VmSettings, folder: string): readonly string[] {
  return settings.media.flatMap(({ path, mediumId, port }) => {
    if (path !== '') return isAbsolute(path) ? path : join(folder, path);
    return port === diskPort ? join(folder, 'Snapshots', `{${mediumId}}.vdi`) : [];
  });
}

/** What the settings file in the VM's folder says, or null when it is not there or not of this VM. */
async function readSettings(ref: VmRef): Promise<Details | null> {
  const path = await findSettingsFile(ref);
  const text = path === null ? null : await readTextFile(path);
  const settings = text === null ? null : parseSettingsFile(text);
  if (path === null || settings?.vmId !== ref.vmId) return null;
  return { ...settings, configPath: path, mediaPaths: toMediaPaths(settings, dirname(path)) };
}

/**
 * As promised by `VmReading.inspectAll`. VirtualBox takes 50 ms and more for each VM it lists in full (7.2.22), so only running
 * VMs are listed so; the others are what their settings files say. All are listed in full while this driver itself changes one
 * of them, or when a file is not where it should be.
 */
export async function inspectAllVms(
  context: DriverContext,
  refs: readonly VmRef[],
  { signal }: CallOptions,
): Promise<ReadonlyMap<VmId, VmInspection>> {
  throwIfCancelled(signal);
  if (refs.length === 0) return new Map();
  try {
    const listing = createListing(context, signal);
    const isChanging = refs.some(({ vmId }) => context.vms.isBusy(vmId));
    const [short, running] = await Promise.all([
      readListing(context, listVms, signal),
      isChanging ? listing.all() : listing.running(),
    ]);
    const listed = new Map(parseListVms(short.stdout).map((vm) => [vm.vmId, vm]));
    const entries = refs.map(async (ref): Promise<readonly [VmId, VmInspection]> => {
      const vm = listed.get(ref.vmId);
      if (vm === undefined) return [ref.vmId, await toAbsent(ref)];
      if (!vm.accessible) {
        const reasons = [`VirtualBox lists it as ${vm.name}`, ...(await whyUnreadable(ref))];
        return [ref.vmId, { state: 'broken', reasons }];
      }
      const details = running.get(ref.vmId) ?? (await readSettings(ref)) ?? (await listing.all()).get(ref.vmId);
      if (details === undefined) return [ref.vmId, toUnknown(new Error('VirtualBox lists it without details'))];
      return [ref.vmId, await toInspection(context, ref, details)];
    });
    return new Map(await Promise.all(entries));
  } catch (error) {
    const unknown = toUnknown(error);
    return new Map(refs.map(({ vmId }) => [vmId, unknown]));
  }
}

interface Listing {
  running(): Promise<ReadonlyMap<string, ListedDetails>>;
  /** Runs at most once, however often it is asked for. */
  all(): Promise<ReadonlyMap<string, ListedDetails>>;
}

function createListing(context: DriverContext, signal: AbortSignal): Listing {
  let all: Promise<ReadonlyMap<string, ListedDetails>> | null = null;
  const list = async (args: Argv): Promise<ReadonlyMap<string, ListedDetails>> =>
    parseListLong((await readListing(context, args, signal)).stdout);
  return {
    running: () => list(listRunningLong),
    all: () => (all ??= list(listVmsLong)),
  };
}
