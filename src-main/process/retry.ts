import { isCancelled, throwIfCancelled } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** When to try again, and how often. */
export interface RetryOptions {
  /** True for a failure that is known to pass by itself. Name the condition; never answer true for everything. */
  readonly isTransient: (error: unknown) => boolean;
  /** Pauses between the tries: n pauses allow n + 1 tries. */
  readonly delaysMs: readonly number[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Runs `run` again while it fails in a transient way, and passes on the last failure. Aborting `signal` rejects with
 * `CancelledError` and tries no more.
 */
export async function retryTransient<T>(run: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    throwIfCancelled(options.signal);
    try {
      return await run();
    } catch (error) {
      const delayMs = options.delaysMs[tries];
      if (delayMs === undefined || isCancelled(error) || !options.isTransient(error)) throw error;
      options.logger.info({ reason: String(error), delayMs, triesSoFar: tries + 1 }, 'trying again');
      await options.clock.sleep(delayMs, options.signal);
    }
  }
}
