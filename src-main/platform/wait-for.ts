import { throwIfCancelled } from '../domain/failure.ts';
import type { Clock } from './clock.ts';

/** How long to wait and how often to look. */
export interface WaitOptions {
  /** `null`: as long as it takes; then `signal` is the only other way out. */
  readonly timeoutMs: number | null;
  /** Pause between two looks, counted from the end of one to the start of the next. */
  readonly intervalMs: number;
  /**
   * Where a look is expensive (it starts a program, on a computer whose processor the wait is for): the pause lasts at least
   * this many times as long as the look took. Default 0.
   */
  readonly pausePerLook?: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Looks until `condition` gives a value, and returns that value; `undefined` when the time is over. Looks at least once,
 * and once more at the very end. Aborting `signal` rejects with `CancelledError`; what `condition` throws is passed on.
 */
export async function waitFor<T>(
  condition: () => Promise<T | undefined>,
  options: WaitOptions,
): Promise<T | undefined> {
  const { timeoutMs, intervalMs, pausePerLook = 0, signal, clock } = options;
  const end = timeoutMs === null ? Number.POSITIVE_INFINITY : clock.now() + timeoutMs;
  for (;;) {
    throwIfCancelled(signal);
    const lookedAt = clock.now();
    const value = await condition();
    if (value !== undefined) return value;
    const leftMs = end - clock.now();
    if (leftMs <= 0) return undefined;
    const pauseMs = Math.max(intervalMs, pausePerLook * (clock.now() - lookedAt));
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}
