import { setTimeout as delay } from 'node:timers/promises';

import { CancelledError, isCancelled, throwIfCancelled } from '../domain/failure.ts';

/** The only source of time; tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Resolves after `ms`. An aborted `signal`, before or during the wait, rejects with `CancelledError` at once. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw isCancelled(error) ? new CancelledError() : error;
  }
}

/** The clock of this computer. */
export const systemClock: Clock = { now: () => Date.now(), sleep };
