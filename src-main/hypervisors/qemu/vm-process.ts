import path from 'node:path';
import { lstat, readFile, rm } from 'node:fs/promises';
import { throwIfCancelled } from '../../domain/failure.ts';
import { isMissingFile } from '../../store/file-error.ts';
import { unlessMissing } from '../../store/unless-missing.ts';
import { waitFor } from '../../platform/wait-for.ts';
import type { ProcessIdentity } from '../../process/command.ts';
import type { QemuContext } from './context.ts';
import type { VmRef } from '../driver.ts';
import { controlSocketPath, serialSocketPath, vmFiles } from './files.ts';
import { parseStatus, parseUuid } from './parse-qmp-answers.ts';
import { QmpUnreachableError, withQmp } from './qmp.ts';
import type { QmpAddress } from './qmp.ts';
import { readNote } from './record-store.ts';
import { runRecordSchema } from './run-record.ts';
import type { RunRecord } from './run-record.ts';

/** From the loss of a connection to the end of a process that is being killed; it takes a few milliseconds. */
const dyingMs = 1000;
const dyingLookMs = 50;

/** A process this driver looks for: of a VM, or of a network. */
export interface ProcessTarget {
  /** Told by the process itself, so that another one on the same address is not taken for it. */
  readonly uuid: string;
  readonly runPath: string;
  readonly pidPath: string;
}

/** The process of a VM. */
export function vmTarget(ref: VmRef): ProcessTarget {
  const files = vmFiles(ref.dir);
  return { uuid: ref.vmId, runPath: files.run, pidPath: files.pid };
}

/** What was found. `silent`: there is, or may be, a process, and it does not answer. */
export type ProcessFinding =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'on';
      readonly control: QmpAddress;
      /** QEMU's word for what it does. */
      readonly status: string;
      /** Null when no note tells its pid. */
      readonly identity: ProcessIdentity | null;
    }
  | { readonly kind: 'silent'; readonly reason: string; readonly identity: ProcessIdentity | null };

/** How long a look may take, and how it can be ended. */
export interface LookOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Where a new process listens unless its note says otherwise; null where the address is chosen anew each time. */
export function usualControl(ctx: QemuContext, uuid: string): QmpAddress | null {
  if (ctx.platform.id === 'windows') return null;
  return { kind: 'unix', path: controlSocketPath(ctx.platform.runtimeDir, uuid) };
}

/**
 * Looks for the process: where its note says it listens, and where it would listen without a note. Spawns nothing while
 * the process answers or was never there. `off` only on positive proof. A process that is killed closes its connections and its socket
 * before it is gone: one that looks like that is looked at again for a moment.
 */
export async function findProcess(
  ctx: QemuContext,
  target: ProcessTarget,
  options: LookOptions,
): Promise<ProcessFinding> {
  const sights: Sight[] = [];
  const look = async (): Promise<ProcessFinding | undefined> => {
    const sight = await lookOnce(ctx, target, options);
    sights.push(sight);
    return sight.mayBeDying ? undefined : sight.finding;
  };
  const { signal } = options;
  const settled = await waitFor(look, { timeoutMs: dyingMs, intervalMs: dyingLookMs, signal, clock: ctx.clock });
  const last = settled ?? sights.at(-1)?.finding;
  if (last === undefined) throw new Error('nobody looked');
  return last;
}

interface Sight {
  readonly finding: ProcessFinding;
  readonly mayBeDying: boolean;
}

async function lookOnce(ctx: QemuContext, target: ProcessTarget, options: LookOptions): Promise<Sight> {
  throwIfCancelled(options.signal);
  const run = await readNote(target.runPath, runRecordSchema);
  const control = run?.control ?? usualControl(ctx, target.uuid);
  if (control === null) return { finding: { kind: 'off' }, mayBeDying: false };
  try {
    const status = await askStatus(ctx, control, { ...options, uuid: target.uuid });
    const finding =
      status === null
        ? await findWithoutAnswer(ctx, run, 'another program listens on its control address')
        : ({ kind: 'on', control, status, identity: await identityOf(ctx, target, run) } as const);
    return { finding, mayBeDying: false };
  } catch (error) {
    if (!(error instanceof QmpUnreachableError)) throw error;
    if (error.reason === 'refused') {
      const finding = await findWithoutAnswer(ctx, run, error.message);
      return { finding, mayBeDying: finding.kind === 'silent' };
    }
    const isGone = error.reason === 'lost' && run !== null && !(await ctx.processes.isAlive(run));
    if (isGone) return { finding: { kind: 'off' }, mayBeDying: false };
    const finding = { kind: 'silent', reason: error.message, identity: run } as const;
    return { finding, mayBeDying: error.reason === 'lost' };
  }
}

/** What the process does; null when another one answers. */
async function askStatus(
  ctx: QemuContext,
  control: QmpAddress,
  { uuid, signal, timeoutMs }: LookOptions & { readonly uuid: string },
): Promise<string | null> {
  return withQmp(control, { clock: ctx.clock, signal, timeoutMs }, async (client) => {
    const call = { signal, timeoutMs };
    const [status, found] = await Promise.all([
      client.execute('query-status', {}, call),
      client.execute('query-uuid', {}, call),
    ]);
    return parseUuid(found) === uuid.toLowerCase() ? parseStatus(status) : null;
  });
}

/** Nobody answers for it: it has ended, unless exactly the noted process still lives. */
async function findWithoutAnswer(ctx: QemuContext, run: RunRecord | null, reason: string): Promise<ProcessFinding> {
  if (run === null || !(await ctx.processes.isAlive(run))) return { kind: 'off' };
  return { kind: 'silent', reason: `process ${run.pid} lives, but ${reason}`, identity: run };
}

async function identityOf(
  ctx: QemuContext,
  target: ProcessTarget,
  run: RunRecord | null,
): Promise<ProcessIdentity | null> {
  if (run !== null) return { pid: run.pid, startTime: run.startTime };
  const pid = await readPid(target.pidPath);
  return pid === null ? null : ctx.processes.identify(pid);
}

async function readPid(pidPath: string): Promise<number | null> {
  try {
    const pid = Number.parseInt(await readFile(pidPath, 'utf8'), 10);
    return Number.isNaN(pid) ? null : pid;
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Removes the notes of a process that has ended, and its sockets. */
export async function forgetProcess(ctx: QemuContext, target: ProcessTarget): Promise<void> {
  const run = await readNote(target.runPath, runRecordSchema);
  const control = run?.control ?? usualControl(ctx, target.uuid);
  const socketPaths =
    control?.kind === 'unix' && path.isAbsolute(control.path)
      ? [control.path, serialSocketPath(path.dirname(control.path), target.uuid)]
      : [];
  for (const file of socketPaths) if (await isSocket(file)) await rm(file, { force: true });
  for (const file of [target.pidPath, target.runPath]) await rm(file, { force: true });
}

/** Nothing but a socket is removed because a note names it: a note may have been edited by hand. */
async function isSocket(file: string): Promise<boolean> {
  return (await unlessMissing(lstat(file), null))?.isSocket() ?? false;
}
