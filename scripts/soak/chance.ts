import { mulberry32Fractions } from '../lib/mulberry32.ts';

/** Chance that a seed repeats: the same seed gives the same answers in the same order. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  readonly fraction: () => number;
  /** From 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number;
  /** One of them, each as often as its weight; throws when there is none. */
  readonly pick: <T extends { readonly weight: number }>(choices: readonly T[]) => T;
}

/** For a walk of some thousand steps. */
export function createChance(seed: number): Chance {
  const fraction = mulberry32Fractions(seed);
  return {
    fraction,
    below: (limit) => Math.floor(fraction() * limit),
    pick: (choices) => {
      let rest = fraction() * choices.reduce((sum, { weight }) => sum + weight, 0);
      for (const choice of choices) {
        rest -= choice.weight;
        if (rest < 0) return choice;
      }
      const last = choices.at(-1);
      if (last === undefined) throw new Error('nothing to choose from');
      return last;
    },
  };
}
