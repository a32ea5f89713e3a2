import { describe, expect, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { retryTransient } from '../../../src-main/process/retry.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

class Busy extends Error {}

function setUp(delaysMs: readonly number[]) {
  const clock = createFakeClock();
  const controller = new AbortController();
  const options = {
    isTransient: (error: unknown) => error instanceof Busy,
    delaysMs,
    clock,
    signal: controller.signal,
    logger: silentLogger,
  };
  return { clock, controller, options };
}

describe('retryTransient', () => {
  test('returns the first success and pauses before each new try', async () => {
    const { clock, options } = setUp([100, 200, 400]);
    let tries = 0;

    const result = await retryTransient(() => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Busy()) : Promise.resolve('done');
    }, options);

    expect(result).toBe('done');
    expect(clock.sleeps).toEqual([100, 200]);
  });

  test('passes on the last failure when the tries are used up', async () => {
    const { options } = setUp([1, 1]);
    let tries = 0;

    const run = retryTransient(() => {
      tries += 1;
      return Promise.reject(new Busy(`try ${String(tries)}`));
    }, options);

    await expect(run).rejects.toThrow('try 3');
  });

  test('passes on any other failure at once', async () => {
    const { clock, options } = setUp([1, 1]);

    await expect(retryTransient(() => Promise.reject(new Error('broken')), options)).rejects.toThrow('broken');
    expect(clock.sleeps).toEqual([]);
  });

  test('does not try again once cancelled', async () => {
    const { controller, options } = setUp([1, 1]);
    let tries = 0;

    const run = retryTransient(() => {
      tries += 1;
      controller.abort();
      return Promise.reject(new Busy());
    }, options);

    await expect(run).rejects.toBeInstanceOf(CancelledError);
    expect(tries).toBe(1);
  });

  test('does not start when cancelled before', async () => {
    const { controller, options } = setUp([]);
    controller.abort();

    await expect(retryTransient(() => Promise.resolve('never'), options)).rejects.toBeInstanceOf(CancelledError);
  });
});
