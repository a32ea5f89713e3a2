import { describe, expect, it, vi } from 'vitest';
import { CancelledError } from '../../../src-main/domain/failure.ts';
import { parseSerialLog } from '../../../src-main/guest/serial-progress.ts';
import { watchGuest } from '../../../src-main/guest/watch-guest.ts';
import type { GuestWatch } from '../../../src-main/guest/watch-guest.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const stallMs = 300_000;

interface Script {
  /** What the log holds after so many ms. */
  readonly says: (afterMs: number) => string;
  readonly offAfterMs?: number;
  readonly onLook?: (clock: ReturnType<typeof createFakeClock>) => void;
}

function setUp({ says, offAfterMs = Number.POSITIVE_INFINITY, onLook }: Script) {
  const clock = createFakeClock();
  const startedAt = clock.now();
  const passedMs = (): number => clock.now() - startedAt;
  const onProgress = vi.fn();
  const watch: GuestWatch = {
    readSerial: async () => {
      onLook?.(clock);
      const text = says(passedMs());
      return { sizeBytes: text.length, progress: parseSerialLog(text) };
    },
    isRunning: async () => passedMs() < offAfterMs,
    stallMs,
    clock,
    onProgress,
  };
  return { watch, passedMs, onProgress };
}

/** One line a minute, for so long. */
function talkFor(lastMs: number): (afterMs: number) => string {
  return (afterMs) => '[    1.000000] still here\r\n'.repeat(1 + Math.floor(Math.min(afterMs, lastMs) / 60_000));
}

const never = new AbortController().signal;

describe('watchGuest', () => {
  it('calls a guest stalled that said nothing for the whole limit, not earlier', async () => {
    const { watch, passedMs } = setUp({ says: talkFor(0) });

    expect((await watchGuest(watch, never)).verdict).toBe('stalled');
    expect(passedMs()).toBeGreaterThanOrEqual(stallMs);
    expect(passedMs()).toBeLessThan(stallMs + 5000);
  });

  it('waits as long as a guest says anything, for hours', async () => {
    const { watch, passedMs } = setUp({ says: talkFor(3 * 3_600_000) });

    expect((await watchGuest(watch, never)).verdict).toBe('stalled');
    expect(passedMs()).toBeGreaterThanOrEqual(3 * 3_600_000 + stallMs - 60_000);
  });

  it('sees within seconds that the VM is off, with what it said last', async () => {
    const { watch, passedMs } = setUp({ says: () => '\r\nBDL-BASE ready\r\n', offAfterMs: 20_000 });

    const end = await watchGuest(watch, never);

    expect(end).toMatchObject({ verdict: 'off', progress: { ready: true } });
    expect(passedMs()).toBeLessThan(25_000);
  });

  it('gives up at once on a kernel panic', async () => {
    const panic = '[    9.1] Kernel panic - not syncing: x\r\n';
    const { watch, passedMs } = setUp({ says: (afterMs) => (afterMs < 10_000 ? '' : panic) });

    expect((await watchGuest(watch, never)).verdict).toBe('panic');
    expect(passedMs()).toBeLessThan(12_000);
  });

  it('does not take the end of an earlier boot for this one', async () => {
    const panic = '[    9.1] Kernel panic - not syncing: x\r\n';
    const { watch, passedMs } = setUp({ says: () => panic });

    expect((await watchGuest(watch, never)).verdict).toBe('stalled');
    expect(passedMs()).toBeGreaterThanOrEqual(stallMs);
  });

  it('does not count the hours this computer slept', async () => {
    let slept = false;
    const { watch, passedMs } = setUp({
      says: talkFor(0),
      onLook: (clock) => {
        if (slept) return;
        slept = true;
        clock.advance(8 * 3_600_000);
      },
    });

    await watchGuest(watch, never);

    expect(passedMs()).toBeGreaterThanOrEqual(8 * 3_600_000 + stallMs - 5000);
  });

  it('tells of progress when there is some, and only then', async () => {
    const { watch, onProgress } = setUp({ says: talkFor(120_000) });

    await watchGuest(watch, never);

    expect(onProgress).toHaveBeenCalledTimes(3);
  });

  it('ends as cancelled when it is cancelled', async () => {
    const { watch } = setUp({ says: talkFor(Number.POSITIVE_INFINITY) });
    const controller = new AbortController();
    const watching = watchGuest(watch, controller.signal);

    controller.abort();

    await expect(watching).rejects.toBeInstanceOf(CancelledError);
  });
});
