import { loadavg } from 'node:os';
import type { Pair } from './results.ts';

/** Does a thing once, prepared before and tidied up after; only `run` counts. */
export interface Contestant {
  readonly prepare?: () => Promise<void>;
  readonly run: () => Promise<void>;
  readonly tidy?: () => Promise<void>;
}

async function timeOf({ prepare, run, tidy }: Contestant): Promise<number> {
  await prepare?.();
  const startedAt = performance.now();
  await run();
  const ms = performance.now() - startedAt;
  await tidy?.();
  return ms;
}

/** How long some work takes, in milliseconds. */
export function clocked(run: () => Promise<void>): Promise<number> {
  return timeOf({ run });
}

/**
 * Pairs of times, taken one right after the other. The order changes from pair to pair, so that neither always finds what the
 * other left warm.
 */
export async function runPairs(
  rounds: number,
  contestants: { readonly ours: Contestant; readonly floor: Contestant; readonly signal: AbortSignal },
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    contestants.signal.throwIfAborted();
    if (round % 2 === 0) {
      const oursMs = await timeOf(contestants.ours);
      pairs.push({ oursMs, floorMs: await timeOf(contestants.floor) });
    } else {
      const floorMs = await timeOf(contestants.floor);
      pairs.push({ oursMs: await timeOf(contestants.ours), floorMs });
    }
  }
  return pairs;
}

/** Load of the last minute, of everything on this computer. */
export function currentLoad(): number {
  return loadavg()[0] ?? 0;
}
