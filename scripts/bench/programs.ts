import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a program ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Asks the program to end and waits until it has: what it undoes by itself is undone. */
  readonly signal: AbortSignal;
  /** How it is asked; default SIGINT. */
  readonly endWith?: NodeJS.Signals;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what it prints on stderr. */
  readonly onError?: (text: string) => void;
}

/** Runs a program to its end. */
export async function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  options.signal.throwIfAborted();
  const child = spawn(program, [...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this process alone, which then ends its programs in order.
    detached: true,
  });
  const interrupt = (): void => {
    child.kill(options.endWith ?? 'SIGINT');
  };
  options.signal.addEventListener('abort', interrupt, { once: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onError?.(text);
  });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { exitCode, stdout, stderr };
  } finally {
    options.signal.removeEventListener('abort', interrupt);
  }
}

/** The same for one that must succeed; answers its stdout. */
export async function runOk(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(program, args, options);
  options.signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  throw new Error(
    `${program} ${args.join(' ')} ended with ${exitCode}:\n${stdout.slice(-2000)}\n${stderr.slice(-4000)}`,
  );
}

function readArguments(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** A running program with its arguments, the program itself first. */
export interface RunningProgram {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** Programs of QEMU that have `text` in one of their arguments. */
export function findQemu(text: string): readonly RunningProgram[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), argv: readArguments(Number(name)) }))
    .filter(
      ({ argv }) => argv[0]?.includes('qemu-system-') === true && argv.some((argument) => argument.includes(text)),
    );
}

const goneEveryMs = 5;
const goneWithinMs = 30_000;

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  for (const end = performance.now() + goneWithinMs; isAlive(pid);) {
    if (performance.now() > end) throw new Error(`process ${pid} does not end`);
    await sleep(goneEveryMs);
  }
}

/** Ends every QEMU that works in a folder of this bench. */
export async function endQemuIn(dir: string): Promise<void> {
  for (const { pid } of findQemu(`${dir}/`)) {
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
  }
}
