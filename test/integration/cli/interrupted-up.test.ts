import { describe, expect, it, vi } from 'vitest';
import type { FakeMethod } from '../../fakes/fake-driver.ts';
import { createTrial, type Ran, type Trial } from './trial.ts';

/** What is there after a lab that never was: the program's own folders, and images. */
async function leftovers(trial: Trial): Promise<readonly string[]> {
  return (await trial.tree()).filter((path) => path.includes('/') && !path.startsWith('images/'));
}

/** Runs `up` and presses Ctrl-C when the driver is about to do something for the first time. */
async function cancelAt(trial: Trial, method: FakeMethod, target?: string): Promise<Ran> {
  const cancel = new AbortController();
  trial.driver.onCall((call) => {
    if (call.method === method && (target === undefined || call.target === target)) cancel.abort();
  });
  return trial.run(['up', '--nodes', '3'], { signal: cancel.signal });
}

describe('up cancelled with Ctrl-C', () => {
  it.each<[string, FakeMethod, string | undefined]>([
    ['while the base is made', 'createBase', undefined],
    ['while the base is sealed', 'sealBase', undefined],
    ['at the first clone', 'createNode', 'pi-200'],
    ['at the last clone', 'createNode', 'pi-202'],
    ['at the network', 'ensureNetwork', undefined],
    ['at the first start', 'start', 'pi-200'],
    ['at the last start', 'start', 'pi-202'],
  ])('%s undoes what was begun, says so, and leaves nothing behind', async (_title, method, target) => {
    const trial = await createTrial();

    const ran = await cancelAt(trial, method, target);

    expect(ran.exitCode).toBe(130);
    expect(ran.stderr).toContain('Cancelled.');
    expect(ran.stderr).toMatch(/Undone: .*Create the lab/);
    expect(await trial.ok('list')).toContain('There is no lab yet');
    expect(trial.driver.guests()).toEqual([]);
    expect((await leftovers(trial)).filter((path) => !path.startsWith('bases/'))).toEqual([]);
    expect(await trial.ok('doctor')).toContain('Nothing is left over');
  });

  it('while the image is fetched leaves not even a base', async () => {
    const trial = await createTrial();
    const cancel = new AbortController();
    trial.images.onFetch(() => {
      cancel.abort();
    });

    const ran = await trial.run(['up'], { signal: cancel.signal });

    expect(ran.exitCode).toBe(130);
    expect(await leftovers(trial)).toEqual([]);
  });

  it('while nodes boot cuts their power and removes them', async () => {
    const trial = await createTrial();
    const cancel = new AbortController();
    let starts = 0;
    trial.driver.onCall(({ method }) => {
      if (method === 'start') starts += 1;
      if (starts === 3) cancel.abort();
    });

    const ran = await trial.run(['up', '--nodes', '3'], { signal: cancel.signal });

    expect(ran.exitCode).toBe(130);
    expect(trial.driver.guests()).toEqual([]);
    expect((await leftovers(trial)).filter((path) => !path.startsWith('bases/'))).toEqual([]);
  });

  it('keeps the sealed base, so that the next lab needs no preparation', async () => {
    const trial = await createTrial();
    await cancelAt(trial, 'start', 'pi-200');

    const { exitCode, stderr } = await trial.restart().run(['up', '--nodes', '1']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('✓ Prepare the base (nothing to do)');
  });

  it('answers --json as cancelled, with the operation', async () => {
    const trial = await createTrial();
    const cancel = new AbortController();
    trial.driver.onCall(({ method }) => {
      if (method === 'createNode') cancel.abort();
    });

    const ran = await trial.run(['up', '--json'], { signal: cancel.signal });

    expect(ran.exitCode).toBe(130);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
      value: { state: 'cancelled' },
    });
  });

  it('says what could not be taken away, keeps its record, and the next up goes on', async () => {
    const trial = await createTrial();
    trial.driver.onCall(({ method, target }) => {
      if (method === 'deleteVm' && target === 'pi-201') throw new Error('the tool is stuck');
    });

    const ran = await cancelAt(trial, 'start', 'pi-200');

    expect(ran.exitCode).toBe(130);
    expect(ran.stderr).toContain('Left behind: the tool is stuck');
    expect((await trial.status()).state).toBe('incomplete');
    expect((await trial.restart().run(['up', '--nodes', '3'])).exitCode).toBe(0);
  });

  it('undoes also what an interrupted run before had begun', async () => {
    const trial = await createTrial();
    await crashAt(trial, 'start');

    const next = trial.restart();
    const ran = await cancelAt(next, 'start');

    expect(ran.exitCode).toBe(130);
    expect(await next.ok('list')).toContain('There is no lab yet');
    expect((await leftovers(next)).filter((path) => !path.startsWith('bases/'))).toEqual([]);
  });
});

const never = new Promise<never>(() => undefined);

/** Runs `up` and lets the process stop for good, without a word, when the driver is about to do something. */
async function crashAt(trial: Trial, method: FakeMethod, target?: string): Promise<void> {
  let hasStopped = false;
  trial.driver.onCall((call) => {
    if (call.method !== method || (target !== undefined && call.target !== target)) return undefined;
    hasStopped = true;
    return never;
  });
  trial.run(['up', '--nodes', '3']).catch(() => undefined);
  await vi.waitUntil(() => hasStopped, { timeout: 20_000 });
}

describe('up killed without a chance to clean up', () => {
  it.each<[string, FakeMethod, string | undefined]>([
    ['while the base is made', 'createBase', undefined],
    ['when the base is to be started', 'start', undefined],
    ['while the base is sealed', 'sealBase', undefined],
    ['at the first clone', 'createNode', 'pi-200'],
    ['at the last clone', 'createNode', 'pi-202'],
    ['at the network', 'ensureNetwork', undefined],
    ['at a start', 'start', 'pi-201'],
  ])('%s is gone on with by the next up, which ends ready', async (_title, method, target) => {
    const trial = await createTrial();
    await crashAt(trial, method, target);

    const next = trial.restart();
    const ran = await next.run(['up', '--nodes', '3']);

    expect(ran.exitCode).toBe(0);
    expect((await next.status()).nodes.map(({ name, state }) => [name, state])).toEqual([
      ['pi-200', 'running'],
      ['pi-201', 'running'],
      ['pi-202', 'running'],
    ]);
    expect(await next.ok('doctor')).toContain('Nothing is left over');
  });

  it('in the middle of a clone makes that one anew and keeps the others', async () => {
    const trial = await createTrial({ driver: { delaysMs: { createNode: 1 } } });
    let isInside = false;
    trial.clock.onSleep(() => {
      isInside = true;
      return never;
    });
    trial.run(['up', '--nodes', '2']).catch(() => undefined);
    await vi.waitUntil(() => isInside, { timeout: 20_000 });

    const next = trial.restart({ driver: {} });

    expect((await next.status()).nodes.map(({ state }) => state)).toContain('creating');
    expect((await next.run(['up', '--nodes', '2'])).exitCode).toBe(0);
    expect((await next.status()).state).toBe('running');
  });

  it('while the base runs is watched on, not begun anew', async () => {
    const trial = await createTrial({ bootMs: 1000 });
    let isBooting = false;
    trial.clock.onSleep(() => {
      isBooting = true;
      return never;
    });
    trial.run(['up', '--nodes', '1']).catch(() => undefined);
    await vi.waitUntil(() => isBooting, { timeout: 20_000 });
    expect(trial.driver.guests().map(({ name }) => name)).toEqual([expect.stringMatching(/^base-/)]);

    const next = trial.restart();
    const ran = await next.run(['up', '--nodes', '1']);

    expect(ran.exitCode).toBe(0);
    expect(next.driver.calls.filter(({ method }) => method === 'createBase')).toEqual([]);
  });

  it('is not taken over while the other process lives', async () => {
    const trial = await createTrial();
    await crashAt(trial, 'createNode');

    const ran = await trial.run(['up', '--nodes', '3']);

    expect(ran.exitCode).toBe(5);
    expect(ran.stderr).toContain('This lab is being worked on right now: it is being made (process');
  });

  it('can be deleted instead', async () => {
    const trial = await createTrial();
    await crashAt(trial, 'createNode', 'pi-201');

    const next = trial.restart();
    await next.ok('delete', '--purge', '--yes');

    expect(await next.ok('list')).toContain('There is no lab yet');
    expect((await leftovers(next)).filter((path) => !path.startsWith('bases/'))).toEqual([]);
  });
});
