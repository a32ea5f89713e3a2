import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import type { ProcessIdentity } from '../../../src-main/process/command.ts';
import { withLock } from '../../../src-main/store/lock.ts';
import type { LockOptions } from '../../../src-main/store/lock.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeProcessTable } from '../../fakes/fake-process-table.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

async function setUp() {
  const dir = join(await createTestDir(), 'labs');
  const processes = createFakeProcessTable();
  const clock = createFakeClock();
  const controller = new AbortController();
  const options: LockOptions = { purpose: 'start', processes, clock, signal: controller.signal };
  return { dir, path: join(dir, 'größe.lock'), processes, clock, controller, options };
}

/** A lock as another process leaves it. */
async function leaveLock(dir: string, text: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'größe.lock'), text);
}

function lockOf(identity: { readonly pid: number; readonly startTime: string }): string {
  return JSON.stringify({ ...identity, purpose: 'delete', token: 'abc123' });
}

/** Work that goes on until it is told to end. */
function createWork() {
  const begin = Promise.withResolvers<undefined>();
  const end = Promise.withResolvers<string>();
  function run(): Promise<string> {
    begin.resolve(undefined);
    return end.promise;
  }
  return { begun: begin.promise, end: end.resolve, run };
}

describe('withLock', () => {
  test('returns what the work returns and leaves nothing behind', async () => {
    const { dir, path, options } = await setUp();

    const result = await withLock(path, options, async () => `${String((await readdir(dir)).length)} lock`);

    expect(result).toBe('1 lock');
    expect(await readdir(dir)).toEqual([]);
  });

  test('lets go when the work fails', async () => {
    const { dir, path, options } = await setUp();

    await expect(withLock(path, options, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await readdir(dir)).toEqual([]);
  });

  test('writes down who holds it and why', async () => {
    const { path, options } = await setUp();

    const text = await withLock(path, options, () => readFile(path, 'utf8'));

    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, startTime: 'now', purpose: 'start' });
  });

  test('refuses while other work of this process holds it', async () => {
    const { path, options } = await setUp();
    const work = createWork();
    const first = withLock(path, { ...options, purpose: 'reset' }, work.run);
    await work.begun;

    const second = withLock(path, options, () => Promise.resolve('never'));

    await expect(second).rejects.toMatchObject({ code: 'lab-busy', params: { purpose: 'reset', pid: process.pid } });
    work.end('done');
    expect(await first).toBe('done');
  });

  test('refuses while another living process holds it, and leaves its lock alone', async () => {
    const { dir, path, processes, options } = await setUp();
    const text = lockOf(processes.start(4711));
    await leaveLock(dir, text);

    const second = withLock(path, options, () => Promise.resolve('never'));

    await expect(second).rejects.toMatchObject({ code: 'lab-busy', params: { purpose: 'delete', pid: 4711 } });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test.each([
    ['a process that is gone', { pid: 4712, startTime: 'long ago' }],
    ['an earlier process with the pid of a living one', { pid: 4711, startTime: 'long ago' }],
    ['an earlier process with our own pid', { pid: process.pid, startTime: 'long ago' }],
  ])('takes over from %s', async (_, identity) => {
    const { dir, path, processes, options } = await setUp();
    processes.start(4711);
    await leaveLock(dir, lockOf(identity));

    expect(await withLock(path, options, () => Promise.resolve('mine'))).toBe('mine');
    expect(await readdir(dir)).toEqual([]);
  });

  test.each(['', '{"pid":12', '{}', 'text'])('takes over what a crash left unfinished: %j', async (text) => {
    const { dir, path, clock, options } = await setUp();
    await leaveLock(dir, text);

    expect(await withLock(path, options, () => Promise.resolve('mine'))).toBe('mine');
    expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(2_000);
    expect(await readdir(dir)).toEqual([]);
  });

  test('takes over although a process was killed while it took over', async () => {
    const { dir, path, options } = await setUp();
    await leaveLock(dir, lockOf({ pid: 4712, startTime: 'gone' }));
    await writeFile(`${path}.abc123`, lockOf({ pid: 4713, startTime: 'gone too' }));

    expect(await withLock(path, options, () => Promise.resolve('mine'))).toBe('mine');
    expect(await readdir(dir)).toEqual([]);
  });

  test('lets one of many take over at a time', async () => {
    const { dir, path, options } = await setUp();
    await leaveLock(dir, lockOf({ pid: 4712, startTime: 'gone' }));
    let holders = 0;
    let most = 0;

    await Promise.all(
      Array.from({ length: 12 }, () =>
        withLock(path, { ...options, waitMs: null }, async () => {
          holders += 1;
          most = Math.max(most, holders);
          await readdir(dir);
          holders -= 1;
        }),
      ),
    );

    expect(most).toBe(1);
    expect(await readdir(dir)).toEqual([]);
  });

  test('does not remove a new lock in place of the stale one it looked at', async () => {
    const { dir, path, processes, options } = await setUp();
    const fresh = JSON.stringify({ ...processes.start(4711), purpose: 'faster', token: 'def456' });
    await leaveLock(dir, lockOf({ pid: 4712, startTime: 'gone' }));
    async function isAlive(identity: ProcessIdentity): Promise<boolean> {
      if (identity.pid === 4712) await writeFile(path, fresh);
      return processes.isAlive(identity);
    }

    const late = withLock(path, { ...options, processes: { ...processes, isAlive } }, () => Promise.resolve('never'));

    await expect(late).rejects.toMatchObject({ code: 'lab-busy', params: { purpose: 'faster', pid: 4711 } });
    expect(await readFile(path, 'utf8')).toBe(fresh);
  });

  test('waits as long as it may, then says who is at it', async () => {
    const { dir, path, processes, clock, options } = await setUp();
    await leaveLock(dir, lockOf(processes.start(4711)));
    const startMs = clock.now();

    const late = withLock(path, { ...options, waitMs: 5_000 }, () => Promise.resolve('never'));

    await expect(late).rejects.toMatchObject({ code: 'lab-busy' });
    expect(clock.now() - startMs).toBe(5_000);
  });

  test('goes on as soon as the other lets go', async () => {
    const { path, options } = await setUp();
    const work = createWork();
    const first = withLock(path, options, work.run);
    await work.begun;

    const second = withLock(path, { ...options, waitMs: null }, () => Promise.resolve('second'));
    work.end('first');

    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  test('stops waiting when cancelled', async () => {
    const { dir, path, processes, controller, options } = await setUp();
    await leaveLock(dir, lockOf(processes.start(4711)));

    const late = withLock(path, { ...options, waitMs: null }, () => Promise.resolve('never'));
    controller.abort();

    await expect(late).rejects.toBeInstanceOf(CancelledError);
  });

  test('does not begin when cancelled before', async () => {
    const { path, controller, options } = await setUp();
    controller.abort();

    await expect(withLock(path, options, () => Promise.resolve('never'))).rejects.toBeInstanceOf(CancelledError);
  });

  test('does not take a lock over when nobody can say whether its holder lives', async () => {
    const { dir, path, processes, options } = await setUp();
    const text = lockOf(processes.start(4711));
    await leaveLock(dir, text);
    const silent = { ...processes, isAlive: () => Promise.reject(new Error('no answer')) };

    const late = withLock(path, { ...options, processes: silent }, () => Promise.resolve('never'));

    await expect(late).rejects.toThrow('no answer');
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('does not remove the lock of another when its own was removed by hand', async () => {
    const { path, processes, options } = await setUp();
    const text = lockOf(processes.start(4711));

    await withLock(path, options, async () => {
      await rm(path);
      await writeFile(path, text);
    });

    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('survives that the folder it protects is deleted with the lock in it', async () => {
    const { dir, path, options } = await setUp();

    await expect(withLock(path, options, () => rm(dir, { recursive: true }))).resolves.toBeUndefined();
  });
});
