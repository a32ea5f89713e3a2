import { isCancelled, LabError } from '../domain/failure.ts';
import type { MetricsGap, NodeMetrics, NodeVitals } from '../contract/node-views.ts';
import { cpuFractionBetween, type VitalsSample } from '../guest/parse-vitals.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { GuestEndpoint, GuestPort } from './ports.ts';

/** Nobody has asked for so long: nobody looks any more, and the connection is given up. */
const keepMs = 20_000;
/** A node tells every 5 s; one that was silent for so long is not what it was. */
const freshMs = 20_000;
const retryMs = 5000;
const historyMs = 5 * 60_000;

/** Measures nodes as long as somebody asks. */
export interface VitalsWatch {
  /** What is known now. `key` names the node for good; the first question opens the connection that later ones keep. */
  readonly ask: (key: string, endpoint: GuestEndpoint) => Omit<NodeMetrics, 'name'>;
  /** Gives up every connection. Asking afterwards begins anew. */
  readonly close: () => void;
}

export interface VitalsWatchParts {
  readonly guests: Pick<GuestPort, 'followVitals'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Measured {
  readonly atMs: number;
  readonly sample: VitalsSample;
  readonly cpuFraction: number | null;
}

interface Watched {
  endpoint: GuestEndpoint;
  askedAtMs: number;
  /** Null while there is no connection and none is tried. */
  run: AbortController | null;
  /** Of the last try; it stays until the node tells something. */
  gap: MetricsGap;
  latest: Measured | null;
  history: readonly Measured[];
}

/** Keeps at most one connection to a node, however many screens ask, and five minutes of what it told. */
export function createVitalsWatch(parts: VitalsWatchParts): VitalsWatch {
  const { clock } = parts;
  const watched = new Map<string, Watched>();

  function forgetOld(): void {
    const sinceMs = clock.now() - historyMs;
    for (const [key, node] of watched) {
      node.history = node.history.filter(({ atMs }) => atMs > sinceMs);
      if (node.run === null && node.askedAtMs <= sinceMs) watched.delete(key);
    }
  }
  return {
    ask: (key, endpoint) => {
      forgetOld();
      const node = watched.get(key) ?? newWatched(endpoint);
      watched.set(key, node);
      node.endpoint = endpoint;
      node.askedAtMs = clock.now();
      if (node.run === null) watch(parts, node);
      return describe(node, clock.now());
    },
    close: () => {
      for (const { run } of watched.values()) run?.abort();
      watched.clear();
    },
  };
}

function newWatched(endpoint: GuestEndpoint): Watched {
  return { endpoint, askedAtMs: 0, run: null, gap: 'connecting', latest: null, history: [] };
}

function watch(parts: VitalsWatchParts, node: Watched): void {
  const run = new AbortController();
  node.run = run;
  Promise.all([giveUpUnasked(parts.clock, node, run), measure(parts, node, run.signal)])
    .catch((error: unknown) => {
      if (!isCancelled(error)) parts.logger.error({ error }, 'measuring a node ended');
    })
    .finally(() => {
      run.abort();
      node.run = null;
    });
}

async function giveUpUnasked(clock: Clock, node: Watched, run: AbortController): Promise<void> {
  for (;;) {
    const leftMs = node.askedAtMs + keepMs - clock.now();
    if (leftMs <= 0) break;
    await clock.sleep(leftMs, run.signal);
  }
  run.abort();
}

async function measure({ guests, clock, logger }: VitalsWatchParts, node: Watched, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await guests.followVitals(node.endpoint, {
        signal,
        onSample: (sample) => {
          take(node, sample, clock.now());
        },
      });
    } catch (error) {
      if (isCancelled(error)) throw error;
      node.gap = gapOf(error);
      if (node.gap !== 'no-answer') logger.warn({ node: node.endpoint.name, error }, 'a node cannot be measured');
    } finally {
      // Whatever comes next is another connection, perhaps to another boot.
      node.latest = null;
    }
    await clock.sleep(retryMs, signal);
  }
}

function gapOf(error: unknown): MetricsGap {
  if (!(error instanceof LabError)) throw error;
  if (error.code === 'host-key-mismatch') return 'stranger';
  return error.code === 'guest-command-failed' ? 'unreadable' : 'no-answer';
}

function take(node: Watched, sample: VitalsSample, atMs: number): void {
  const cpuFraction = node.latest === null ? null : cpuFractionBetween(node.latest.sample, sample);
  node.latest = { atMs, sample, cpuFraction };
  node.history = [...node.history.filter((one) => one.atMs > atMs - historyMs), node.latest];
}

function describe({ latest, gap, history }: Watched, nowMs: number): Omit<NodeMetrics, 'name'> {
  const isFresh = latest !== null && nowMs - latest.atMs <= freshMs;
  const silence = latest === null ? gap : 'no-answer';
  return {
    measured: isFresh ? toVitals(latest) : null,
    gap: isFresh ? null : silence,
    history: history.map(({ atMs, cpuFraction, sample }) => ({
      at: new Date(atMs).toISOString(),
      cpuFraction,
      memoryFraction: sample.memoryUsedMiB / sample.memoryTotalMiB,
    })),
  };
}

function toVitals({ atMs, sample, cpuFraction }: Measured): NodeVitals {
  const { cpu: _ticks, ...told } = sample;
  return { at: new Date(atMs).toISOString(), cpuFraction, ...told };
}
