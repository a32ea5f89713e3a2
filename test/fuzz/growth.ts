import { createDice, seedFor } from './dice.ts';
import type { FuzzTarget } from './target.ts';

/** Work that grows faster than what is read: somebody who may write long texts could keep the app busy. */
export interface Growth {
  readonly unit: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Times for the short and the long input, in milliseconds. */
  readonly shortMs: number;
  readonly longMs: number;
}

const shortChars = 8 * 1024;
const longChars = 64 * 1024;
/** Eight times the text takes eight times as long; a square of it 64 times. */
const mostRatio = 30;
/** What is quicker than this is no matter, whatever it grows like. */
const leastMs = 60;

function pumped({ prefix, unit, suffix }: Pick<Growth, 'prefix' | 'unit' | 'suffix'>, chars: number): string {
  return prefix + unit.repeat(Math.ceil(chars / unit.length)) + suffix;
}

/** Of this thread alone: what else the computer does costs nothing here. */
async function timeOf(target: FuzzTarget, input: string, times: number): Promise<number> {
  let best = Infinity;
  for (let time = 0; time < times; time += 1) {
    const start = process.threadCpuUsage();
    try {
      await target.check(input);
    } catch {
      // What is wrong with the answer is the matter of the other runs.
    }
    const { user, system } = process.threadCpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** Pieces of the samples and words, which repeated may lead a pattern astray, each alone and within a sample. */
function* pumps(target: FuzzTarget, seed: number): Generator<Pick<Growth, 'prefix' | 'unit' | 'suffix'>> {
  const dice = createDice(seedFor(seed, target.name));
  const lines = target.samples.flatMap((sample) => sample.split('\n')).filter((line) => line.trim() !== '');
  const chosen = Array.from({ length: Math.min(24, lines.length) }, () => dice.pick(lines).slice(0, 300));
  const pieces = chosen.flatMap((line) => {
    const cut = 1 + dice.below(line.length);
    return [line, `${line}\n`, line.slice(0, cut), line.slice(cut)];
  });
  const simple = [
    ' ',
    '\t',
    '\n',
    '\r\n',
    ' \n',
    '"',
    "'",
    '\\',
    '/',
    '[',
    '{',
    '(',
    '<',
    '0',
    '1-',
    'a',
    'a ',
    ', ',
    ': ',
    '=',
    '&',
    '\u001b[',
    '\u001b]',
  ];
  const units = [...new Set([...simple, ...(target.words ?? []), ...pieces])].filter((unit) => unit !== '');
  for (const unit of units) {
    const sample = dice.pick(target.samples);
    const at = dice.below(sample.length);
    yield { prefix: '', unit, suffix: '' };
    yield { prefix: '', unit, suffix: '\u0001' };
    yield { prefix: sample.slice(0, at), unit, suffix: sample.slice(at) };
    const line = dice.pick(chosen.length === 0 ? [''] : chosen);
    const middle = dice.below(line.length);
    yield { prefix: line.slice(0, middle), unit, suffix: `${line.slice(middle)}\u0001` };
  }
}

/** The inputs for which a target takes longer than in proportion to their length. */
export async function findGrowth(target: FuzzTarget, seed: number): Promise<readonly Growth[]> {
  if (target.mayGrow !== undefined) return [];
  const found: Growth[] = [];
  for (const pump of pumps(target, seed)) {
    const short = pumped(pump, shortChars);
    const firstMs = await timeOf(target, short, 1);
    // The square of eight times as much would be 64 times that.
    if (firstMs * 64 < leastMs) continue;
    const longMs = await timeOf(target, pumped(pump, longChars), 1);
    const shortMs = await timeOf(target, short, 2);
    if (longMs >= leastMs && longMs > mostRatio * shortMs) found.push({ ...pump, shortMs, longMs });
  }
  return found.toSorted((a, b) => b.longMs - a.longMs).slice(0, 5);
}
