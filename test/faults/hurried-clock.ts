import { systemClock } from '../../src-main/platform/clock.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';

/**
 * A clock that real programs are waited for with: it goes `speed` times as fast as that of the computer, so that what waits for a
 * time-out does not wait for real minutes, and it can jump.
 */
export function createHurriedClock(speed: number): FakeClock {
  const startMs = systemClock.now();
  let jumpedMs = 0;
  return {
    sleeps: [],
    onSleep: () => undefined,
    now: () => startMs + (systemClock.now() - startMs) * speed + jumpedMs,
    advance: (ms) => {
      jumpedMs += ms;
    },
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
}
