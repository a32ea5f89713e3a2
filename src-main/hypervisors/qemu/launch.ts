import { open, stat } from 'node:fs/promises';
import type { CommandSpec, ProcessIdentity } from '../../process/command.ts';
import type { LabError } from '../../domain/failure.ts';
import { isPortFree } from '../../platform/free-ports.ts';
import { waitFor } from '../../platform/wait-for.ts';
import { isMissingFile } from '../../store/file-error.ts';
import type { QemuContext } from './context.ts';
import { connectQmp, QmpUnreachableError } from './qmp.ts';
import type { QmpAddress, QmpClient } from './qmp.ts';
import { writeNote } from './record-store.ts';
import { newRunRecord } from './run-record.ts';
import { usualControl } from './vm-process.ts';

/** From the start of the process to its first word. A computer under full load needs many times the usual 0.1 s. */
const greetingTimeoutMs = 90_000;
const connectEveryMs = 5;
/** Looking whether the process still lives costs a program on some systems. */
const looksPerLifeSign = 20;
const endGraceMs = 3_000;

/** Ports for control connections where there are no Unix sockets (Windows); above those of networks, below the system's. */
const firstControlPort = 33_000;
const controlPortCount = 15_000;

/** A QEMU process to be started. */
export interface Launch {
  readonly name: string;
  readonly args: readonly string[];
  readonly control: QmpAddress;
  readonly runPath: string;
  readonly logPath: string;
  /** Makes the failure of this process from what it printed. */
  readonly toFailure: (output: string, command: CommandSpec) => LabError;
}

/** A process that runs, with its control connection open. */
export interface Launched {
  readonly client: QmpClient;
  readonly identity: ProcessIdentity;
}

/** Where a new process shall listen. */
export async function chooseControl(ctx: QemuContext, uuid: string): Promise<QmpAddress> {
  await ctx.prepareRuntimeDir();
  const usual = usualControl(ctx, uuid);
  if (usual !== null) return usual;
  // From a place of its own, so that VMs which start at once seldom try the same one.
  let port = firstControlPort + (Number.parseInt(uuid.slice(0, 8), 16) % controlPortCount);
  while (!(await isPortFree(port))) port += 1;
  return { kind: 'tcp', port };
}

/**
 * Starts a process that outlives this app and waits for its first word. It is noted when this resolves.
 * Throws what `toFailure` makes of its output when it ends instead; cancelled: it is ended again.
 */
export async function launch(ctx: QemuContext, wanted: Launch, signal: AbortSignal): Promise<Launched> {
  const logStart = await sizeOf(wanted.logPath);
  const command: CommandSpec = { program: ctx.programs.system, args: wanted.args };
  const identity = await ctx.runner.startDetached(command, wanted.logPath);
  try {
    // The note reaches the disk while QEMU sets itself up; until then the control socket and QEMU's own pid file stand in.
    const [greeted, noted] = await Promise.allSettled([
      waitForGreeting(ctx, { control: wanted.control, identity }, signal),
      writeNote(wanted.runPath, newRunRecord(identity, wanted.control)),
    ]);
    if (greeted.status === 'rejected') throw greeted.reason;
    if (noted.status === 'rejected') throw noted.reason;
    if (greeted.value !== null) return { client: greeted.value, identity };
  } catch (error) {
    await ctx.processes.end(identity, endGraceMs);
    throw error;
  }
  await ctx.processes.end(identity, endGraceMs);
  throw wanted.toFailure(await readFrom(wanted.logPath, logStart), command);
}

interface Awaited {
  readonly control: QmpAddress;
  readonly identity: ProcessIdentity;
}

/** The open connection; null when the process ended, or said nothing for far too long. */
async function waitForGreeting(
  ctx: QemuContext,
  { control, identity }: Awaited,
  signal: AbortSignal,
): Promise<QmpClient | null> {
  const { clock } = ctx;
  let looks = 0;
  const client = await waitFor(
    async () => {
      const found = await tryConnect(ctx, control, signal);
      if (found !== undefined) return found;
      looks += 1;
      const isLookedAt = looks % looksPerLifeSign === 0;
      return isLookedAt && !(await ctx.processes.isAlive(identity)) ? null : undefined;
    },
    { timeoutMs: greetingTimeoutMs, intervalMs: connectEveryMs, signal, clock },
  );
  return client ?? null;
}

/** An open connection; undefined: not listening yet; null: it listens and never says a word. */
async function tryConnect(
  ctx: QemuContext,
  control: QmpAddress,
  signal: AbortSignal,
): Promise<QmpClient | null | undefined> {
  try {
    return await connectQmp(control, { clock: ctx.clock, signal, timeoutMs: greetingTimeoutMs });
  } catch (error) {
    if (error instanceof QmpUnreachableError) return error.reason === 'silent' ? null : undefined;
    throw error;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissingFile(error)) return 0;
    throw error;
  }
}

const maxEvidenceBytes = 16_384;

/** What was appended to a log since it had `start` bytes; of a long text the end. */
async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(start, size - maxEvidenceBytes);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
