import { isCancelled } from '../domain/failure.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/** One moment by two clocks, in milliseconds: the one people set, and the one that only ever goes forward. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

/**
 * Time passed in which this program did nothing: the computer slept (or nothing else was let through). `set-back`: somebody set its
 * clock back. `sinceMs` is the last moment before it, by the wall clock.
 */
export interface Awakening {
  readonly kind: 'slept' | 'set-back';
  readonly sinceMs: number;
  readonly gapMs: number;
}

const tickMs = 5000;
/** A busy computer is late by seconds; who sleeps, sleeps longer. */
const leastGapMs = 20_000;
/** The system and the clocks often tell of the same sleep one after the other. */
const samePauseMs = 30_000;

/**
 * What lies between two looks that should be `expectedMs` apart, or null when it is nothing special. Where the steady clock stands
 * during a sleep (CLOCK_MONOTONIC of Linux) and where it goes on (Windows, macOS) the wall clock jumps alike.
 */
export function judgeGap(before: Moment, now: Moment, expectedMs: number): Awakening | null {
  const wallGapMs = now.wallMs - before.wallMs;
  const steadyGapMs = now.steadyMs - before.steadyMs;
  const gapMs = Math.max(wallGapMs, steadyGapMs) - expectedMs;
  if (wallGapMs - steadyGapMs <= -leastGapMs)
    return { kind: 'set-back', sinceMs: before.wallMs, gapMs: steadyGapMs - wallGapMs };
  return gapMs >= leastGapMs ? { kind: 'slept', sinceMs: before.wallMs, gapMs } : null;
}

export interface SleepWatch {
  /** The system says that it has woken up: believed at once, and told once. */
  readonly noteResume: () => void;
  readonly stop: () => void;
}

export interface SleepWatchOptions {
  readonly clock: Clock;
  readonly readSteadyMs: () => number;
  readonly logger: Logger;
  readonly onAwake: (awakening: Awakening) => void;
}

/** What watches for sleeps of this very computer, once somebody wants to know. */
export function createSleepWatcher({
  clock,
  logger,
}: Pick<SleepWatchOptions, 'clock' | 'logger'>): (onAwake: SleepWatchOptions['onAwake']) => SleepWatch {
  return (onAwake) => watchForSleep({ clock, logger, onAwake, readSteadyMs: () => performance.now() });
}

/** Watches for sleeps of this computer from now on. */
export function watchForSleep({ clock, readSteadyMs: readSteady, logger, onAwake }: SleepWatchOptions): SleepWatch {
  const over = new AbortController();
  const read = (): Moment => ({ wallMs: clock.now(), steadyMs: readSteady() });
  let before = read();
  let toldAtMs = Number.NEGATIVE_INFINITY;

  function tell(awakening: Awakening, now: Moment): void {
    toldAtMs = now.steadyMs;
    logger.info({ ...awakening }, 'this computer woke up');
    onAwake(awakening);
  }
  function look(isToldBySystem: boolean): void {
    const now = read();
    const found = judgeGap(before, now, tickMs);
    const gapMs = Math.max(0, now.wallMs - before.wallMs);
    const isNews = isToldBySystem && now.steadyMs - toldAtMs >= samePauseMs;
    const awakening = found ?? (isNews ? { kind: 'slept' as const, sinceMs: before.wallMs, gapMs } : null);
    before = now;
    if (awakening !== null) tell(awakening, now);
  }
  async function watch(): Promise<void> {
    for (;;) {
      await clock.sleep(tickMs, over.signal);
      look(false);
    }
  }
  watch().catch((error: unknown) => {
    if (!isCancelled(error)) logger.error({ error }, 'sleeps of this computer are not noticed any more');
  });
  return {
    noteResume: () => {
      look(true);
    },
    stop: () => {
      over.abort();
    },
  };
}
