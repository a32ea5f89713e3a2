import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { LabError, throwIfCancelled } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import { waitFor } from '../platform/wait-for.ts';
import type { ProcessIdentity, ProcessTable } from '../process/command.ts';
import { ensureDir } from './ensure-dir.ts';
import { fileErrorCode, translateFileError } from './file-error.ts';
import { readLock } from './lock-file.ts';
import type { FoundLock, LockContent } from './lock-file.ts';

const lookEveryMs = 200;

/** A lock is written in one go right after it was created; who finds it unfinished looks again. */
const unfinishedMs = 2_000;

/** Who wants a lock and how long to wait for it. */
export interface LockOptions {
  /** Shown to whoever finds the lock held: what is going on. */
  readonly purpose: string;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Time to wait for another holder. Default 0; `null`: as long as it takes. */
  readonly waitMs?: number | null;
}

let locksTaken = 0;

/** Tokens of the locks that work in this process holds. */
const held = new Set<string>();

/**
 * Runs `work` while holding the lock file at `path`, which excludes other processes and other work in this one alike. The lock of
 * a process that is gone is taken over. Throws `lab-busy` with `purpose` and `pid` of the holder; aborting `signal` while waiting
 * rejects with `CancelledError`. Not reentrant: work that takes its own lock again finds it busy.
 */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const mine = await createContent(options);
  await acquire(path, mine, options);
  try {
    return await work();
  } finally {
    await release(path, mine);
  }
}

async function createContent({ processes, purpose }: LockOptions): Promise<LockContent> {
  const identity = await processes.identify(process.pid);
  if (identity === null) throw new Error('this process does not find itself');
  locksTaken += 1;
  return { ...identity, purpose, token: tokenFor(identity, locksTaken) };
}

/** No two locks ever have the same token, in whichever process. */
function tokenFor({ pid, startTime }: ProcessIdentity, count: number): string {
  return createHash('sha256')
    .update(JSON.stringify([pid, startTime, count]))
    .digest('hex')
    .slice(0, 12);
}

async function acquire(path: string, mine: LockContent, options: LockOptions): Promise<void> {
  const { clock, signal, waitMs = 0 } = options;
  const holders: LockContent[] = [];
  async function attempt(): Promise<true | undefined> {
    const holder = await tryAcquire(path, mine, options);
    if (holder === null) return true;
    holders.push(holder);
    return undefined;
  }
  const isMine = await waitFor(attempt, { timeoutMs: waitMs, intervalMs: lookEveryMs, signal, clock });
  if (isMine !== true) throw busy(path, holders.at(-1) ?? mine);
}

function busy(path: string, { purpose, pid }: LockContent): LabError {
  return new LabError('lab-busy', `'${path}' is locked by process ${String(pid)}`, { params: { purpose, pid } });
}

/** Null: the lock is ours. Else: who holds it and lives. */
async function tryAcquire(path: string, mine: LockContent, options: LockOptions): Promise<LockContent | null> {
  for (;;) {
    throwIfCancelled(options.signal);
    if (await create(path, mine)) {
      held.add(mine.token);
      return null;
    }
    const found = await readFinished(path, options);
    if (found === null) continue;
    const holder = found.content;
    // One of this process that nothing in it holds could not be removed when its work was done, such as while it could not be read.
    const isLeft = holder?.pid === mine.pid && holder.startTime === mine.startTime && !held.has(holder.token);
    if (holder !== null && !isLeft && (await options.processes.isAlive(holder))) return holder;
    await removeStale(path, found, options);
  }
}

/** False when there is a lock already. */
async function create(path: string, content: LockContent): Promise<boolean> {
  try {
    await ensureDir(dirname(path));
    writeNew(path, JSON.stringify(content));
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return false;
    throw translateFileError(error, path);
  }
}

/** Without a pause between the two calls, so that hardly anybody ever sees the file unfinished. */
function writeNew(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(fd, text);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** The lock at `path`, with time to be finished; null when it is gone. One that stays unfinished was left by a crash. */
async function readFinished(path: string, { clock, signal }: LockOptions): Promise<FoundLock | null> {
  const first = await readLock(path);
  async function look(): Promise<{ readonly lock: FoundLock | null } | undefined> {
    const lock = await readLock(path);
    if (lock?.content !== null) return { lock };
    return lock.token === first?.token ? undefined : { lock: null };
  }
  const finished = await waitFor(look, { timeoutMs: unfinishedMs, intervalMs: lookEveryMs, signal, clock });
  return finished === undefined ? first : finished.lock;
}

/**
 * Removes the lock of a process that is gone, unless somebody else did and there is a new one. Looking and removing are two calls;
 * a lock on this very lock file, named by its token, lets one process at a time do both. If that one is killed in between, its own
 * lock is stale in turn and removed in the same way.
 */
async function removeStale(path: string, stale: FoundLock, options: LockOptions): Promise<void> {
  await withLock(`${path}.${stale.token}`, { ...options, waitMs: null }, async () => {
    const found = await readLock(path);
    if (found?.token === stale.token) await rm(path, { force: true });
  });
}

async function isMine(path: string, mine: LockContent): Promise<boolean> {
  try {
    return (await readLock(path))?.token === mine.token;
  } catch (error) {
    if (error instanceof LabError) return true;
    throw error;
  }
}

/** Removes our lock; one that somebody removed by hand may have been followed by another. */
async function release(path: string, mine: LockContent): Promise<void> {
  held.delete(mine.token);
  // What cannot be read is ours: others take over only what they can read.
  if (await isMine(path, mine)) await rm(path, { force: true });
}
