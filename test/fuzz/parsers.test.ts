import { describe, expect, it } from 'vitest';
import { fuzz } from './run.ts';
import { found } from './samples.ts';
import { targets } from './targets.ts';

/** `npm run fuzz` runs the same code a million times; this finds what everybody would find. */
const options = { runs: 10_000, seed: 20_261_123, maxLength: 8000 };

describe('a parser of what others wrote', () => {
  it('has a name of its own', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });

  it.each(targets.map((target) => [target.name, target] as const))(
    '%s keeps its promises for ten thousand changed inputs',
    async (_, target) => {
      const { found: broken, runs } = await fuzz(target, options);

      expect(broken).toEqual([]);
      expect(runs).toBe(options.runs);
    },
  );
});

const regressions = targets.flatMap((target) =>
  [...found(target.name)].map(([file, input]) => [`${target.name}/${file}`, target, input] as const),
);

describe('what was found once', () => {
  it.each(regressions)('%s is read or refused as promised', async (_, target, input) => {
    await expect((async () => target.check(input))()).resolves.toBeUndefined();
  });
});
