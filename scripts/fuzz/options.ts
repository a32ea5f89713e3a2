import { parseArgs } from 'node:util';

/** What `npm run fuzz` was asked for. */
export interface FuzzRunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Names of targets; empty: all. */
  readonly only: readonly string[];
  readonly workers: number;
  /** Also look for work that grows faster than what is read. */
  readonly growth: boolean;
  readonly help: boolean;
}

export const usage = `usage: npm run fuzz -- [options]

  --runs N         changed inputs for each parser (default: 100000)
  --seed S         the same seed makes the same inputs (default: another one each time; it is printed)
  --only NAME,...  parsers by name (default: all)
  --workers N      processes (default: 2)
  --growth         also look for work that grows faster than the text that is read

What is found is written to test-results/fuzz; put it into test/fixtures/fuzz/<parser>/ when it is mended.`;

function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`--${option} takes a whole number, not '${text}'`);
  return count;
}

/** Reads the command line; throws a sentence for the user. `anySeed` is taken when none is named. */
export function parseFuzzOptions(args: readonly string[], anySeed: number): FuzzRunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(anySeed) },
      only: { type: 'string', default: '' },
      workers: { type: 'string', default: '2' },
      growth: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    runs: parseCount('runs', values.runs),
    seed: parseCount('seed', values.seed),
    only: values.only.split(',').filter((name) => name !== ''),
    workers: Math.max(1, parseCount('workers', values.workers)),
    growth: values.growth,
    help: values.help,
  };
}
