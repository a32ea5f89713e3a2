import { mulberry32 } from '../../scripts/lib/mulberry32.ts';

/** Numbers that look random and are the same for the same seed, on every computer. */
export interface Dice {
  /** A whole number from 0 to `limit` - 1; 0 for a limit below 1. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** True once in `times`. */
  readonly once: (times: number) => boolean;
}

/** As fast as there is: what is fuzzed is to take the time. */
export function createDice(seed: number): Dice {
  const next = mulberry32(seed);
  const below = (limit: number): number => (limit < 1 ? 0 : next() % limit);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    once: (times) => below(times) === 0,
  };
}

/** A seed of its own for each name, so that the order of the targets means nothing. */
export function seedFor(seed: number, name: string): number {
  let mixed = seed | 0;
  for (const character of name) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return mixed >>> 0;
}
