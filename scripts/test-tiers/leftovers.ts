import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process of a run inherits this variable, also one that outlives whoever started it. */
export const runMark = 'BDL_TEST_RUN';

const pollMs = 250;

export interface Leftover {
  readonly pid: number;
  readonly command: string;
}

function readProcFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It ended meanwhile, or belongs to somebody else: either way it is none of ours.
    return '';
  }
}

/** Processes that carry the mark of this run. Elsewhere than on Linux nobody can tell: none. */
export function findLeftovers(runId: string): readonly Leftover[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`)
    .filter((pid) => readProcFile(pid, 'environ').split('\0').includes(`${runMark}=${runId}`))
    .map((pid) => ({ pid: Number(pid), command: readProcFile(pid, 'cmdline').split('\0').join(' ').trim() }));
}

/** Ends what is left of a run and says what it was. Daemons that end by themselves are given `settleMs` first. */
export async function endLeftovers(runId: string, settleMs: number): Promise<readonly Leftover[]> {
  const deadline = Date.now() + settleMs;
  while (findLeftovers(runId).length > 0 && Date.now() < deadline) await sleep(pollMs);
  const leftovers = findLeftovers(runId);
  for (const { pid } of leftovers) {
    // Looked up again right before: a pid is given to somebody else as soon as it is free.
    if (findLeftovers(runId).some((candidate) => candidate.pid === pid)) process.kill(pid, 'SIGKILL');
  }
  return leftovers;
}

/** Mounts that lie below a folder, innermost first. */
export function findMountsBelow(dir: string, mountInfo: string): readonly string[] {
  return mountInfo
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .map((path) =>
      path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
    .filter((path) => path.startsWith(`${dir}/`))
    .sort()
    .reverse();
}

/** Takes away what a run left mounted in its own folder and says what it was. */
export function endMountsBelow(dir: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  const mounts = findMountsBelow(dir, readFileSync('/proc/self/mountinfo', 'utf8'));
  for (const path of mounts) spawnSync('umount', [path], { stdio: 'inherit' });
  return mounts;
}
