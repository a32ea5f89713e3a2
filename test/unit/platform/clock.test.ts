import { describe, expect, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { waitFor } from '../../../src-main/platform/wait-for.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

describe('systemClock', () => {
  test('sleeps about as long as asked', async () => {
    const before = systemClock.now();

    await systemClock.sleep(20, new AbortController().signal);

    expect(systemClock.now() - before).toBeGreaterThanOrEqual(18);
  });

  test('wakes up cancelled, before and during a sleep', async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(60_000, controller.signal);
    controller.abort(new Error('other reason'));

    await expect(sleep).rejects.toBeInstanceOf(CancelledError);
    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBeInstanceOf(CancelledError);
  });
});

function setUp(timeoutMs: number | null, intervalMs = 100) {
  const clock = createFakeClock();
  const controller = new AbortController();
  return { clock, controller, options: { timeoutMs, intervalMs, clock, signal: controller.signal } };
}

/** Gives each value in turn, then `undefined` for ever. */
function answers<T>(values: readonly T[]) {
  let looks = 0;
  return {
    looks: () => looks,
    look: () => {
      looks += 1;
      return Promise.resolve(values[looks - 1]);
    },
  };
}

describe('waitFor', () => {
  test('returns the first value, pausing between the looks', async () => {
    const { clock, options } = setUp(1_000);
    const condition = answers([undefined, undefined, 'ready']);

    expect(await waitFor(condition.look, options)).toBe('ready');
    expect(clock.sleeps).toEqual([100, 100]);
  });

  test('takes false, null and 0 for values', async () => {
    const { options } = setUp(0);

    expect(await waitFor(() => Promise.resolve(false), options)).toBe(false);
    expect(await waitFor(() => Promise.resolve(null), options)).toBeNull();
    expect(await waitFor(() => Promise.resolve(0), options)).toBe(0);
  });

  test('looks a last time when the time is over', async () => {
    const { clock, options } = setUp(250);
    const condition = answers<string>([]);

    expect(await waitFor(condition.look, options)).toBeUndefined();
    expect(clock.sleeps).toEqual([100, 100, 50]);
    expect(condition.looks()).toBe(4);
  });

  test('looks once even without any time', async () => {
    const { options } = setUp(0);

    expect(await waitFor(answers(['there']).look, options)).toBe('there');
  });

  test('counts the time a look takes', async () => {
    const { clock, options } = setUp(250);
    let looks = 0;

    const found = await waitFor<string>(() => {
      looks += 1;
      clock.advance(200);
      return Promise.resolve(undefined);
    }, options);

    expect(found).toBeUndefined();
    expect(looks).toBe(2);
  });

  test('waits for ever without a limit, until cancelled', async () => {
    const { clock, controller, options } = setUp(null, 3_600_000);
    let looks = 0;

    const wait = waitFor(() => {
      looks += 1;
      if (looks === 1_000) controller.abort();
      return Promise.resolve(undefined);
    }, options);

    await expect(wait).rejects.toBeInstanceOf(CancelledError);
    expect(clock.sleeps).toHaveLength(999);
  });

  test('does not look when cancelled before', async () => {
    const { controller, options } = setUp(1_000);
    const condition = answers(['there']);
    controller.abort();

    await expect(waitFor(condition.look, options)).rejects.toBeInstanceOf(CancelledError);
    expect(condition.looks()).toBe(0);
  });

  test('passes on what a look throws', async () => {
    const { options } = setUp(1_000);

    await expect(waitFor(() => Promise.reject(new Error('broken')), options)).rejects.toThrow('broken');
  });
});
