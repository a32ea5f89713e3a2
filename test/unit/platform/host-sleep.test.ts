import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { judgeGap, watchForSleep, type Awakening } from '../../../src-main/platform/host-sleep.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = { wallMs: Date.UTC(2026, 0, 1), steadyMs: 1000 };

function later(wallMs: number, steadyMs: number): typeof start {
  return { wallMs: start.wallMs + wallMs, steadyMs: start.steadyMs + steadyMs };
}

function slept(gapMs: number): { kind: string; gapMs: number } {
  return { kind: 'slept', gapMs };
}

describe('what lies between two looks', () => {
  it.each([
    ['nothing special', later(5000, 5000), null],
    ['a busy computer', later(19_000, 19_000), null],
    ['a clock that is set by seconds', later(12_000, 5000), null],
    ['a sleep during which the steady clock stands (Linux)', later(hourMs, 5100), slept(hourMs - 5000)],
    ['a sleep during which it goes on (Windows, macOS)', later(hourMs, hourMs), slept(hourMs - 5000)],
    ['a short sleep', later(26_000, 5000), slept(21_000)],
    ['a clock that is set back', later(-hourMs, 5000), { kind: 'set-back', gapMs: hourMs + 5000 }],
    ['a sleep, after which it is set back', later(-hourMs, hourMs), { kind: 'set-back', gapMs: 2 * hourMs }],
  ])('is %s', (_name, now, expected) => {
    expect(judgeGap(start, now, 5000)).toEqual(expected === null ? null : { ...expected, sinceMs: start.wallMs });
  });
});

describe('the watch', () => {
  /** Ticks once for each of the jumps, by which the wall clock is further than the steady one. */
  async function watchOver(jumpsMs: readonly number[], onTick?: (tick: number, noteResume: () => void) => void) {
    const clock = createFakeClock(start.wallMs);
    const heard: Awakening[] = [];
    const ended = Promise.withResolvers<undefined>();
    let steadyMs = 0;
    let tick = 0;
    clock.onSleep((ms) => {
      onTick?.(tick, () => watch.noteResume());
      if (tick === jumpsMs.length) {
        watch.stop();
        ended.resolve(undefined);
        return;
      }
      steadyMs += ms;
      clock.advance(jumpsMs[tick] ?? 0);
      tick += 1;
    });
    const watch = watchForSleep({
      clock,
      logger: silentLogger,
      readSteadyMs: () => steadyMs,
      onAwake: (awakening) => heard.push(awakening),
    });
    await ended.promise;
    return heard;
  }

  it('tells of each sleep once', async () => {
    expect(await watchOver([0, hourMs, 0, 2 * hourMs, 0])).toMatchObject([
      { kind: 'slept', gapMs: hourMs },
      { kind: 'slept', gapMs: 2 * hourMs },
    ]);
  });

  it('tells of two sleeps in a row', async () => {
    expect(await watchOver([hourMs, hourMs])).toHaveLength(2);
  });

  it('tells nothing of ordinary time', async () => {
    expect(await watchOver([0, 0, 1000, 0])).toEqual([]);
  });

  it('tells of a sleep once when the system tells of it after the clocks', async () => {
    expect(await watchOver([hourMs, 0], (tick, noteResume) => tick === 1 && noteResume())).toHaveLength(1);
  });

  it('believes the system also where the clocks show nothing', async () => {
    expect(await watchOver([0, 0, 0], (tick, noteResume) => tick === 2 && noteResume())).toMatchObject([
      { kind: 'slept' },
    ]);
  });
});
