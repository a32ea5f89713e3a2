import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** What still comes out of a pipe after its program ended; a daemon may hold it open for ever. */
const drainMs = 1000;

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly limitMs: number;
  /** From being asked to end to being made to. */
  readonly graceMs: number;
  readonly onLine: (line: string) => void;
}

export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number | null }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' };

/** Signals the program and everything it started that did not make itself independent. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', `${child.pid}`, '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Runs a program in a process group of its own; at its limit or when `signal` is aborted, the whole group is ended. */
export async function runProgram(program: Program, signal: AbortSignal): Promise<ProgramEnd> {
  const child = spawn(program.program, program.args, {
    cwd: program.cwd,
    env: program.env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', program.onLine);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const limit = AbortSignal.timeout(program.limitMs);
  const stop = AbortSignal.any([signal, limit]);
  const stopped = new Promise<'stopped'>((resolve) => {
    stop.addEventListener('abort', () => resolve('stopped'), { once: true });
    if (stop.aborted) resolve('stopped');
  });

  const first = await Promise.race([exited, stopped]);
  if (first === 'stopped') {
    signalGroup(child, 'SIGTERM');
    await Promise.race([exited, sleep(program.graceMs, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL');
  const code = await exited;
  await Promise.race([closed, sleep(drainMs)]);
  child.stdout.destroy();
  child.stderr.destroy();
  if (first !== 'stopped') return { kind: 'exited', code };
  return { kind: signal.aborted ? 'cancelled' : 'timeout' };
}
