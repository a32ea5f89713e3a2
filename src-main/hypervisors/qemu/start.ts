import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { deviceIds } from './argv.ts';
import type { NetworkPorts } from './argv.ts';
import type { QemuContext } from './context.ts';
import { endProcess } from './end-process.ts';
import { refuseState, toStartFailure } from './failures.ts';
import { refuseFullDisk } from './full-disk.ts';
import { fromStoredPath, vmFiles } from './files.ts';
import { QmpJobError, runSnapshotJob } from './jobs.ts';
import { chooseControl, launch } from './launch.ts';
import { startArgs } from './machine.ts';
import { missingFiles } from './missing-files.ts';
import { readMemberPorts } from './network.ts';
import { parseMachineType } from './parse-qmp-answers.ts';
import type { QmpClient } from './qmp.ts';
import { needVmRecord, writeVmRecord } from './record-store.ts';
import { settleSaving } from './saved-state.ts';
import { dropOrphans } from './tags.ts';
import { findRunning, talk } from './vm-access.ts';
import type { RunningProcess } from './vm-access.ts';
import { vmTarget } from './vm-process.ts';
import { withoutNeed } from './vm-record.ts';
import type { VmRecord } from './vm-record.ts';

/** QEMU's words for a VM that was stopped after it had run. Everything else that is not `running` has never run. */
const pausedStatuses: readonly string[] = ['paused', 'save-vm', 'suspended', 'io-error', 'watchdog', 'postmigrate'];

/** A guest at rest leaves its QEMU time to answer. */
const lookTimeoutMs = 20_000;

/** Powers a VM on, or goes on from a saved state. See `VmControl.start`. */
export async function startVm(ctx: QemuContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  const record = await needVmRecord(ref);
  if (record.phase === 'sealed') refuseState(ref, 'sealed', 'a VM that may be started');
  if (record.phase === 'creating') refuseState(ref, 'creating', 'complete');
  const found = await findRunning(ctx, ref, signal);
  if (found?.status === 'running') return;
  if (found !== null && pausedStatuses.includes(found.status)) {
    await refuseFullDisk(ctx, ref, { found, look: { signal, timeoutMs: lookTimeoutMs } });
    await goOn(ctx, { ref, record, found });
    return;
  }
  // A start that was cut short before the guest ran: nothing in it is worth keeping.
  if (found !== null) await endProcess(ctx, vmTarget(ref), found);
  await powerOn(ctx, { ref, record: await settleSaving(ctx, ref, record) }, signal);
}

interface Paused {
  readonly ref: VmRef;
  readonly record: VmRecord;
  readonly found: RunningProcess;
}

/** Goes on with a VM that was left paused, as by a saving that was cut short. Its memory is worth more than any saved one. */
async function goOn(ctx: QemuContext, { ref, record, found }: Paused): Promise<void> {
  // Noted before the guest runs: from then on its disk has left the saved memory behind.
  const running = await writeVmRecord(ref.dir, withoutNeed(record, { resumeFrom: null, savingAs: null }));
  const work = async (client: QmpClient): Promise<void> => {
    await client.execute(found.status === 'suspended' ? 'system_wakeup' : 'cont', {}, uncancelled());
    await dropOrphans(ctx, { ref, record: running, client });
  };
  await talk(ctx, found, { ...uncancelled(), work });
}

interface Startable {
  readonly ref: VmRef;
  readonly record: VmRecord;
}

async function powerOn(ctx: QemuContext, { ref, record }: Startable, signal: AbortSignal): Promise<void> {
  await checkFiles(ref, record);
  const ports = await needPorts(ref, record);
  await prepareFiles(ctx, ref, record);
  const control = await chooseControl(ctx, ref.vmId);
  // Only what must be settled before the guest's first instruction makes it wait.
  const isPaused = record.resumeFrom !== null || !record.cables.nat || !record.cables.internal;
  const files = vmFiles(ref.dir);
  const { client, identity } = await launch(
    ctx,
    {
      name: ref.name,
      args: startArgs(ctx, record, { dir: ref.dir, control, ports, paused: isPaused }),
      control,
      runPath: files.run,
      logPath: files.log,
      toFailure: (output, command) =>
        toStartFailure({ name: ref.name, output, command, port: ports?.vmPort ?? null, dir: ref.dir }),
    },
    signal,
  );
  try {
    const running = await bringUp({ ref, record, client, isPaused });
    await dropOrphans(ctx, { ref, record: running, client });
  } finally {
    client.close();
  }

  async function bringUp(loaded: Loaded): Promise<VmRecord> {
    try {
      return await letRun(loaded, signal);
    } catch (error) {
      await endProcess(ctx, vmTarget(ref), { kind: 'silent', reason: 'the start failed', identity });
      throw error;
    }
  }
}

interface Loaded extends Startable {
  readonly client: QmpClient;
  readonly isPaused: boolean;
}

/** Loads memory and cables where that is wanted, and lets the guest run. Until then it can be cancelled. */
async function letRun(loaded: Loaded, signal: AbortSignal): Promise<VmRecord> {
  const { ref, client, isPaused } = loaded;
  const record = await noteMachine(loaded, signal);
  if (!isPaused) return record;
  if (record.resumeFrom !== null) await loadMemory(ref, record.resumeFrom.tag, client);
  for (const [name, up] of linksOf(record)) await client.execute('set_link', { name, up }, { signal });
  throwIfCancelled(signal);
  // In this order: a crash may lose saved memory in the moment before the guest runs; it must never let the same memory run a
  // second time over a disk that went on without it.
  const running = await writeVmRecord(ref.dir, withoutNeed(record, { resumeFrom: null }));
  await client.execute('cont', {}, uncancelled());
  return running;
}

function linksOf({ cables, clone }: VmRecord): readonly (readonly [string, boolean])[] {
  const nat = [deviceIds.nat, cables.nat] as const;
  return clone === null ? [nat] : [nat, [deviceIds.internal, cables.internal]];
}

/** For what has to be done to its end once it has begun. */
function uncancelled(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** Notes the exact machine, so that a later QEMU builds the same one for memory saved in it. */
async function noteMachine({ ref, record, client }: Loaded, signal: AbortSignal): Promise<VmRecord> {
  const type = await client.execute('qom-get', { path: '/machine', property: 'type' }, { signal });
  const machine = parseMachineType(type);
  return machine === record.machine ? record : writeVmRecord(ref.dir, { ...record, machine });
}

async function loadMemory(ref: VmRef, tag: string, client: QmpClient): Promise<void> {
  try {
    await runSnapshotJob(client, 'snapshot-load', tag);
  } catch (error) {
    if (!(error instanceof QmpJobError)) throw error;
    throw new LabError(
      'saved-state-unusable',
      `"${ref.name}" does not go on from its saved memory: ${error.description}`,
      {
        params: { name: ref.name, node: ref.name },
        evidence: [error.description],
        cause: error,
      },
    );
  }
}

/** Throws `vm-broken` when a file is missing without which the VM cannot run. */
async function checkFiles(ref: VmRef, record: VmRecord): Promise<void> {
  const missing = await missingFiles(ref, record);
  if (missing.length === 0) return;
  const evidence = missing.map((file) => `missing: ${file}`);
  throw new LabError('vm-broken', `"${ref.name}" lacks ${missing.join(', ')}`, {
    params: { name: ref.name, node: ref.name },
    evidence,
  });
}

async function needPorts(ref: VmRef, { clone }: VmRecord): Promise<NetworkPorts | null> {
  if (clone === null) return null;
  const ports = await readMemberPorts(clone.networkDir, ref.vmId);
  if (ports !== null) return ports;
  throw new LabError('vm-start-failed', `the network "${clone.networkName}" does not carry "${ref.name}"`, {
    params: { name: ref.name, node: ref.name },
    evidence: [`no place for it in ${clone.networkDir}`],
  });
}

async function prepareFiles(ctx: QemuContext, ref: VmRef, record: VmRecord): Promise<void> {
  if (record.serialLogPath !== null) {
    await mkdir(path.dirname(fromStoredPath(ref.dir, record.serialLogPath)), { recursive: true, mode: 0o700 });
  }
  const { efiVariables } = vmFiles(ref.dir);
  if (ctx.firmware !== null && !(await fileExists(efiVariables)))
    await copyFile(ctx.firmware.variablesPath, efiVariables);
}
