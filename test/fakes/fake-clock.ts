import { throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { Clock } from '../../src-main/platform/clock.ts';

/** A clock that jumps: sleeping takes no time, and moves `now` on by what was asked for. */
export interface FakeClock extends Clock {
  /** Every pause that was asked for, in ms. */
  readonly sleeps: readonly number[];
  /** Moves `now` on without a sleep: work that takes time. */
  advance(ms: number): void;
  /** Called before each sleep, which lasts at least as long as what it answers. */
  onSleep(listener: (ms: number) => void | Promise<void>): void;
}

export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  const sleeps: number[] = [];
  const listeners: ((ms: number) => void | Promise<void>)[] = [];
  let nowMs = startMs;
  return {
    sleeps,
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    onSleep: (listener) => {
      listeners.push(listener);
    },
    sleep: async (ms, signal) => {
      throwIfCancelled(signal);
      sleeps.push(ms);
      for (const listener of listeners) await listener(ms);
      nowMs += ms;
      // Lets everything that waits get its turn, so that a loop of sleeps never starves the rest.
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(signal);
    },
  };
}
