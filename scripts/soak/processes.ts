import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of this computer. */
export interface FoundProcess {
  readonly pid: number;
  readonly argv: readonly string[];
}

function readArguments(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** Processes that name the folder in one of their arguments, but for this one. */
export function processesIn(dir: string): readonly FoundProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), argv: readArguments(Number(name)) }))
    .filter(({ argv }) => argv.some((argument) => argument.includes(`${dir}/`)));
}

/** Start time of a process in ticks since boot; null when it is gone. Field 22 of proc_pid_stat(5). */
export function startTimeOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Ends a process the hard way and waits until it is gone. */
export async function killHard(pid: number): Promise<void> {
  const startTime = startTimeOf(pid);
  if (startTime === null) return;
  process.kill(pid, 'SIGKILL');
  for (let looks = 0; startTimeOf(pid) === startTime && !isZombie(pid); looks += 1) {
    if (looks > 600) throw new Error(`process ${pid} does not end`);
    await sleep(50);
  }
}

function isZombie(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return true;
  }
}

/** TCP ports of 127.0.0.1 that somebody listens on. */
export function listeningPorts(): ReadonlySet<number> {
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  return new Set(
    lines.flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      // 0A: LISTEN.
      return state === '0A' ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
    }),
  );
}
