import { isCancelled, LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { VmId } from '../../domain/ids.ts';
import { CommandError } from '../../process/command.ts';
import type { AdapterInspection, CallOptions, VmInspection, VmRef } from '../driver.ts';
import type { DriverContext } from './context.ts';
import { wordsOf } from './failures.ts';
import { forwardOf, readForwards } from './forwards.ts';
import { findVm, missingFiles, readVms } from './look-up.ts';
import { isAdapterName, networkNameOf } from './networks.ts';
import type { ForwardRule } from './parse-networks.ts';
import { toNodeState } from './state-map.ts';
import { readDiskUsage, readUnfinished } from './vm-folder.ts';
import type { VmInfo } from './vm-info.ts';

const absent: VmInspection = { state: 'absent', reasons: [] };

/** Why there was no answer, in the tool's own words where it said any. */
function toUnknown(error: unknown): VmInspection {
  if (isCancelled(error)) throw error;
  const words = error instanceof CommandError ? wordsOf(error) : error instanceof LabError ? error.evidence : [];
  const message = error instanceof Error ? error.message : String(error);
  return { state: 'unknown', reasons: words.length > 0 ? words : [message] };
}

function toAdapters({ adapters, marker }: VmInfo): readonly AdapterInspection[] {
  return adapters.flatMap(({ type, mac, networkId, connected }): readonly AdapterInspection[] => {
    if (type === 'shared') return [{ kind: 'nat', mac, networkName: null, cableConnected: connected }];
    if (!type.startsWith('host')) return [];
    const told = isAdapterName(networkId) ? (marker?.networkId ?? null) : networkId;
    return [{ kind: 'internal', mac, networkName: networkNameOf(told), cableConnected: connected }];
  });
}

interface Told {
  readonly info: VmInfo;
  readonly rules: readonly ForwardRule[];
}

async function toInspection(context: DriverContext, ref: VmRef, { info, rules }: Told): Promise<VmInspection> {
  const told = toNodeState(info.stateText);
  if (told === 'unknown') context.logger.warn({ vmId: ref.vmId, state: info.stateText }, 'unknown Parallels state');
  const missing = [...(await missingFiles(info))];
  if (!context.vms.isBusy(ref.vmId) && (await readUnfinished(ref)) !== null) missing.push('it was not made to the end');
  return {
    state: missing.length > 0 ? 'broken' : told,
    reasons: told === 'broken' || told === 'unknown' ? [`State ${info.stateText}`, ...missing] : missing,
    cpus: info.cpus,
    memoryMiB: info.memoryMiB,
    group: null,
    adapters: toAdapters(info),
    sshPort: forwardOf(rules, ref)?.hostPort ?? null,
    diskUsedBytes: await readDiskUsage(info.home),
  };
}

/** As promised by `VmReading.inspect`. */
export async function inspectVm(context: DriverContext, ref: VmRef, options: CallOptions): Promise<VmInspection> {
  return (await inspectAllVms(context, [ref], options)).get(ref.vmId) ?? absent;
}

/** As promised by `VmReading.inspectAll`: two calls tell about every VM. */
export async function inspectAllVms(
  context: DriverContext,
  refs: readonly VmRef[],
  { signal }: CallOptions,
): Promise<ReadonlyMap<VmId, VmInspection>> {
  throwIfCancelled(signal);
  if (refs.length === 0) return new Map();
  try {
    const [vms, rules] = await Promise.all([readVms(context, signal), readForwards(context, signal)]);
    const entries = refs.map(async (ref): Promise<readonly [VmId, VmInspection]> => {
      const found = await findVm(vms, ref);
      if (found.kind === 'absent') return [ref.vmId, absent];
      if (found.kind === 'elsewhere')
        return [ref.vmId, { state: 'broken', reasons: [`Parallels has it in ${found.info.home}`] }];
      return [ref.vmId, await toInspection(context, ref, { info: found.info, rules })];
    });
    return new Map(await Promise.all(entries));
  } catch (error) {
    const unknown = toUnknown(error);
    return new Map(refs.map(({ vmId }) => [vmId, unknown]));
  }
}
