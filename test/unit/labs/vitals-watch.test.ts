import { describe, expect, it } from 'vitest';
import { CancelledError, LabError, throwIfCancelled } from '../../../src-main/domain/failure.ts';
import type { VitalsSample } from '../../../src-main/guest/parse-vitals.ts';
import type { GuestEndpoint, GuestPort } from '../../../src-main/labs/ports.ts';
import { createVitalsWatch, type VitalsWatch } from '../../../src-main/labs/vitals-watch.ts';
import type { Clock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';

const endpoint: GuestEndpoint = { name: 'pi-200', port: 2200, user: 'pi', privateKeyPath: '/key', hostKey: 'key' };

function sample(totalTicks: number, busyTicks: number): VitalsSample {
  return {
    uptimeSeconds: totalTicks / 100,
    cpu: { totalTicks, busyTicks },
    memoryTotalMiB: 1000,
    memoryUsedMiB: 250,
    diskTotalBytes: 100,
    diskUsedBytes: 10,
  };
}

interface Connection {
  readonly tell: (sample: VitalsSample) => void;
  readonly fail: (error: Error) => void;
  readonly signal: AbortSignal;
}

/** A clock that stands still until a test moves it. */
function createStandingClock(): Clock & { readonly advance: (ms: number) => Promise<void> } {
  let nowMs = Date.UTC(2026, 0, 1);
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.add({ untilMs: nowMs + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(new CancelledError()));
      }),
    advance: async (ms) => {
      nowMs += ms;
      for (const { untilMs, wake } of sleepers) if (untilMs <= nowMs) wake();
      for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A watch with connections that a test speaks through. */
function setUp(): {
  watch: VitalsWatch;
  clock: ReturnType<typeof createStandingClock>;
  connections: Connection[];
} {
  const clock = createStandingClock();
  const connections: Connection[] = [];
  const followVitals: GuestPort['followVitals'] = (_endpoint, { signal, onSample }) => {
    throwIfCancelled(signal);
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(new CancelledError()));
    connections.push({ tell: onSample, fail: reject, signal });
    return promise;
  };
  return { watch: createVitalsWatch({ guests: { followVitals }, clock, logger: silentLogger }), clock, connections };
}

describe('the watch over nodes', () => {
  it('opens one connection for all who ask, and tells the work of the CPU from the second sample on', async () => {
    const { watch, connections, clock } = setUp();

    expect(watch.ask('a', endpoint)).toEqual({ measured: null, gap: 'connecting', history: [] });
    watch.ask('a', endpoint);
    connections[0]?.tell(sample(100, 10));
    expect(watch.ask('a', endpoint).measured).toMatchObject({ uptimeSeconds: 1, cpuFraction: null });
    await clock.advance(5000);
    connections[0]?.tell(sample(200, 60));

    const { measured, gap, history } = watch.ask('a', endpoint);
    expect(measured).toMatchObject({ cpuFraction: 0.5, memoryUsedMiB: 250, diskUsedBytes: 10 });
    expect(gap).toBeNull();
    expect(history.map(({ cpuFraction, memoryFraction }) => [cpuFraction, memoryFraction])).toEqual([
      [null, 0.25],
      [0.5, 0.25],
    ]);
    expect(connections.length).toBe(1);
  });

  it('gives the connection up when nobody has asked for 20 s, and keeps the history', async () => {
    const { watch, connections, clock } = setUp();
    watch.ask('a', endpoint);
    connections[0]?.tell(sample(100, 10));
    await clock.advance(10_000);
    watch.ask('a', endpoint);

    await clock.advance(19_000);
    expect(connections[0]?.signal.aborted).toBe(false);
    await clock.advance(1000);

    expect(connections[0]?.signal.aborted).toBe(true);
    const again = watch.ask('a', endpoint);
    expect(again).toMatchObject({ measured: null, gap: 'connecting' });
    expect(again.history.length).toBe(1);
    expect(connections.length).toBe(2);
  });

  it.each([
    ['no-answer', new LabError('node-not-ready', 'off')],
    ['stranger', new LabError('host-key-mismatch', 'another')],
    ['unreadable', new LabError('guest-command-failed', 'nonsense')],
  ] as const)('says %s and tries again while somebody asks', async (gap, error) => {
    const { watch, connections, clock } = setUp();
    watch.ask('a', endpoint);
    connections[0]?.tell(sample(100, 10));
    connections[0]?.fail(error);
    await clock.advance(0);

    expect(watch.ask('a', endpoint)).toMatchObject({ measured: null, gap });
    await clock.advance(5000);
    expect(connections.length).toBe(2);
  });

  it('calls a node silent that has told nothing for long', async () => {
    const { watch, connections, clock } = setUp();
    watch.ask('a', endpoint);
    connections[0]?.tell(sample(100, 10));
    await clock.advance(15_000);
    watch.ask('a', endpoint);
    await clock.advance(5001);

    expect(watch.ask('a', endpoint)).toMatchObject({ measured: null, gap: 'no-answer' });
  });

  it('keeps no more than five minutes', async () => {
    const { watch, connections, clock } = setUp();
    watch.ask('a', endpoint);
    for (let count = 0; count < 100; count += 1) {
      connections[0]?.tell(sample(100 * count, 0));
      await clock.advance(5000);
      watch.ask('a', endpoint);
    }

    expect(watch.ask('a', endpoint).history.length).toBe(59);
  });

  it('lets go of everything when it is closed', () => {
    const { watch, connections } = setUp();
    watch.ask('a', endpoint);
    watch.ask('b', endpoint);

    watch.close();

    expect(connections.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });
});
