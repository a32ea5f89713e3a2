import { throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { Clock } from '../../src-main/platform/clock.ts';

/** A clock that jumps: sleeping takes no time, and moves `now` on by what was asked for. */
export interface FakeClock extends Clock {
  /** Every pause that was asked for, in ms. */
  readonly sleeps: readonly number[];
  /** Moves `now` on without a sleep: work that takes time. */
  advance(ms: number): void;
}

export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  const sleeps: number[] = [];
  let nowMs = startMs;
  return {
    sleeps,
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    sleep: async (ms, signal) => {
      throwIfCancelled(signal);
      sleeps.push(ms);
      nowMs += ms;
      // Lets everything that waits get its turn, so that a loop of sleeps never starves the rest.
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(signal);
    },
  };
}
