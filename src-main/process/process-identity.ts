import { readFile } from 'node:fs/promises';

import type { PlatformId } from '../platform/platform-id.ts';
import type { CommandRunner, ProcessIdentity } from './command.ts';
import { parseLinuxStat, parseMacosPs, parseWindowsStartTime } from './parse-start-time.ts';
import { untraced } from './trace.ts';

const askTimeoutMs = 30_000;

/** What is needed to ask the system for a process. */
export interface IdentityOptions {
  readonly platformId: PlatformId;
  /** Used on macOS and Windows alone. */
  readonly runner: Pick<CommandRunner, 'run'>;
}

/**
 * Identity of a living process, or null when there is none; an ended process nobody has collected yet (zombie) is none.
 * Throws when the system does not answer: unknown is not absent.
 */
export async function readIdentity(pid: number, options: IdentityOptions): Promise<ProcessIdentity | null> {
  if (!isListed(pid)) return null;
  const startTime = await untraced(() => readStartTime(pid, options));
  return startTime === null ? null : { pid, startTime };
}

/** A cheap first look on every system. A process of another user may not be signalled (EPERM), yet it is there. */
function isListed(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EPERM') return true;
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

function readStartTime(pid: number, options: IdentityOptions): Promise<string | null> {
  switch (options.platformId) {
    case 'linux':
      return readLinuxStartTime(pid);
    case 'macos':
      return readMacosStartTime(pid, options.runner);
    case 'windows':
      return readWindowsStartTime(pid, options.runner);
  }
}

async function readLinuxStartTime(pid: number): Promise<string | null> {
  try {
    const stat = parseLinuxStat(await readFile(`/proc/${String(pid)}/stat`, 'utf8'));
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return stat.isZombie ? null : `${bootId}:${stat.startTicks}`;
  } catch (error) {
    // ESRCH: it ended between opening and reading.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}

async function readMacosStartTime(pid: number, runner: Pick<CommandRunner, 'run'>): Promise<string | null> {
  const result = await runner.run(
    {
      program: '/bin/ps',
      args: ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)],
      // `lstart` is local time: without this, a journey or the end of summer time would change every identity.
      env: { TZ: 'UTC' },
      // 1: no such process.
      okExitCodes: [0, 1],
      timeoutMs: askTimeoutMs,
    },
    { signal: new AbortController().signal },
  );
  return parseMacosPs(result.stdout);
}

async function readWindowsStartTime(pid: number, runner: Pick<CommandRunner, 'run'>): Promise<string | null> {
  const script =
    `$p = Get-Process -Id ${String(pid)} -ErrorAction SilentlyContinue; ` +
    `if ($null -eq $p) { 'gone' } else { $p.StartTime.ToUniversalTime().Ticks }`;
  const result = await runner.run(
    {
      program: 'powershell.exe',
      args: ['-NoProfile', '-NonInteractive', '-Command', script],
      timeoutMs: askTimeoutMs,
    },
    { signal: new AbortController().signal },
  );
  return parseWindowsStartTime(result.stdout);
}
