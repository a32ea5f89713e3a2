import { createDice, seedFor } from './dice.ts';
import { mutate } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

/** An input for which something did not hold. */
export interface Finding {
  readonly input: string;
  readonly error: string;
}

export interface FuzzResult {
  readonly name: string;
  readonly runs: number;
  readonly seconds: number;
  /** Different ones, by where they came from. */
  readonly found: readonly Finding[];
}

export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
  /** Inputs are cut there: short ones find as much, and a million of them end today. */
  readonly maxLength: number;
}

const mostFindings = 20;

/** What tells one finding from another: the same words from the same line are the same fault. */
function signature(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = (error.stack ?? '').split('\n').find((line) => line.includes('/src-main/')) ?? '';
  return `${error.name}: ${error.message.replaceAll(/\d+/g, '#').slice(0, 200)} ${place.trim()}`;
}

/** The same inputs for the same seed, whatever else runs. */
export async function fuzz(target: FuzzTarget, { runs, seed, maxLength }: FuzzOptions): Promise<FuzzResult> {
  const dice = createDice(seedFor(seed, target.name));
  const soil = { medium: target.medium, samples: target.samples, words: target.words ?? [], maxLength };
  const found = new Map<string, Finding>();
  const start = process.hrtime.bigint();
  for (let run = 0; run < runs; run += 1) {
    const input = mutate(soil, dice);
    try {
      const waiting = target.check(input);
      if (waiting !== undefined) await waiting;
    } catch (error) {
      const key = signature(error);
      const known = found.get(key);
      // The shortest input says best what it is about.
      if (known === undefined ? found.size < mostFindings : input.length < known.input.length)
        found.set(key, { input, error: key });
    }
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { name: target.name, runs, seconds, found: [...found.values()] };
}
