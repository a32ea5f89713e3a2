import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { throwIfCancelled } from '../../domain/failure.ts';
import type { VmId } from '../../domain/ids.ts';
import type { NodeState } from '../../domain/states.ts';
import { isMissingFile } from '../../store/file-error.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { AdapterInspection, CallOptions, VmInspection, VmReading, VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { vmFiles } from './files.ts';
import { missingFiles } from './missing-files.ts';
import { readVmRecord } from './record-store.ts';
import { waitsForRoom } from './full-disk.ts';
import { toNodeState } from './state-map.ts';
import { findProcess, vmTarget } from './vm-process.ts';
import type { ProcessFinding } from './vm-process.ts';
import type { VmRecord } from './vm-record.ts';

/** A VM that does not answer within this time is shown as unknown, not waited for. */
const lookTimeoutMs = 3_000;
const looksAtOnce = 16;

/** Looking, without any program. */
export function createReading(ctx: QemuContext): VmReading {
  return {
    inspect: async (ref, options) => inspect(ctx, ref, options),
    inspectAll: async (refs, options) => {
      throwIfCancelled(options.signal);
      const limit = pLimit(looksAtOnce);
      const look = async (ref: VmRef): Promise<readonly [VmId, VmInspection]> => [
        ref.vmId,
        await inspect(ctx, ref, options),
      ];
      return new Map(await Promise.all(refs.map((ref) => limit(look, ref))));
    },
  };
}

async function inspect(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<VmInspection> {
  throwIfCancelled(signal);
  const reading = await readVmRecord(ref.dir);
  if (reading.kind === 'found') {
    const { record } = reading;
    if (record.vmId !== ref.vmId) {
      const handled = { kind: 'another-vm', name: record.name, place: ref.dir } as const;
      return { state: 'broken', reasons: [`${ref.dir}: ${record.vmId}`], handled: [handled] };
    }
    return record.registered ? inspectKnown(ctx, { ref, record }, signal) : { state: 'absent', reasons: [] };
  }
  const found = await look(ctx, ref, signal);
  const life = found.kind === 'on' ? ['it runs'] : [];
  if (reading.kind === 'damaged') return { state: 'broken', reasons: [reading.reason, ...life] };
  const { disk, record } = vmFiles(ref.dir);
  if (found.kind === 'off' && !(await fileExists(disk))) return { state: 'absent', reasons: [] };
  return { state: 'broken', reasons: [`missing: ${record}`, ...life] };
}

function look(ctx: QemuContext, ref: VmRef, signal: AbortSignal): Promise<ProcessFinding> {
  return findProcess(ctx, vmTarget(ref), { signal, timeoutMs: lookTimeoutMs });
}

interface Known {
  readonly ref: VmRef;
  readonly record: VmRecord;
}

async function inspectKnown(ctx: QemuContext, known: Known, signal: AbortSignal): Promise<VmInspection> {
  const { ref, record } = known;
  const found = await look(ctx, ref, signal);
  const { state, reasons } = await stateOf(ctx, known, found);
  const { clone, cables } = record;
  const nat: AdapterInspection = { kind: 'nat', mac: record.natMac, networkName: null, cableConnected: cables.nat };
  const internal = (mac: string, networkName: string): AdapterInspection => ({
    kind: 'internal',
    mac,
    networkName,
    cableConnected: cables.internal,
  });
  const diskUsedBytes = await usedBytes(vmFiles(ref.dir).disk);
  return {
    state,
    reasons,
    ...(found.kind === 'on' && (await waitsForRoom(ctx, found, { signal, timeoutMs: lookTimeoutMs }))
      ? { isPausedByDisk: true }
      : {}),
    cpus: record.cpus,
    memoryMiB: record.memoryMiB,
    group: null,
    adapters: clone === null ? [nat] : [nat, internal(clone.labMac, clone.networkName)],
    sshPort: clone?.sshPort ?? null,
    ...(diskUsedBytes === null ? {} : { diskUsedBytes }),
  };
}

interface StateAndReasons {
  readonly state: NodeState;
  readonly reasons: readonly string[];
}

async function stateOf(ctx: QemuContext, { ref, record }: Known, found: ProcessFinding): Promise<StateAndReasons> {
  const passing = ctx.passing.get(ref.vmId);
  if (found.kind === 'on') {
    const told = toNodeState(found.status);
    if (told.state === 'unknown') ctx.logger.warn({ vm: ref.name, status: found.status }, 'unknown status of QEMU');
    // A VM at rest for a saving says `paused`; what is going on says more.
    return passing === undefined || told.state === 'running' ? told : { state: passing, reasons: [] };
  }
  if (passing !== undefined) return { state: passing, reasons: [] };
  if (found.kind === 'silent') {
    // Writing memory to disk keeps QEMU from answering, also when another run of this app asked for it.
    return record.savingAs === null
      ? { state: 'unknown', reasons: [found.reason] }
      : { state: 'suspending', reasons: [] };
  }
  if (record.phase === 'creating') return { state: 'creating', reasons: [] };
  const missing = await missingFiles(ref, record);
  if (missing.length > 0) return { state: 'broken', reasons: missing.map((file) => `missing: ${file}`) };
  return { state: record.resumeFrom === null ? 'stopped' : 'suspended', reasons: [] };
}

/** Bytes a sparse file really takes; null when it is not there. */
async function usedBytes(file: string): Promise<number | null> {
  try {
    const { blocks, size } = await stat(file);
    return blocks > 0 ? blocks * 512 : size;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}
