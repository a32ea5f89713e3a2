import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPatience } from '../../../src-renderer/api/patience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('patience', () => {
  it('ends after some seconds, and comes back with the answer', async () => {
    const patience = createPatience();
    const seen: boolean[] = [];
    patience.subscribe(() => seen.push(patience.isLate()));
    const { promise, resolve } = Promise.withResolvers<string>();
    const answer = patience.watch('lab.list', promise);

    await vi.advanceTimersByTimeAsync(5900);
    expect(patience.isLate()).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(patience.isLate()).toBe(true);
    resolve('here');

    expect(await answer).toBe('here');
    expect(seen).toEqual([true, false]);
  });

  it('is not tried by what is fast, fails, or is slow by nature', async () => {
    const patience = createPatience();
    const changes = vi.fn();
    patience.subscribe(changes);
    const { promise, resolve } = Promise.withResolvers<null>();
    const check = patience.watch('host.check', promise);
    const failing = expect(patience.watch('lab.list', Promise.reject(new Error('no')))).rejects.toThrow('no');
    await failing;
    await patience.watch('lab.list', Promise.resolve('at once'));

    await vi.advanceTimersByTimeAsync(60_000);
    resolve(null);
    await check;

    expect(changes).not.toHaveBeenCalled();
  });
});
