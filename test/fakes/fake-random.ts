import type { Random } from '../../src-main/platform/random.ts';

/** Chance that repeats: every answer differs from the one before, every run gives the same. */
export function createFakeRandom(): Random {
  let count = 0;
  return {
    hex: (bytes) => {
      count += 1;
      return count
        .toString(16)
        .padStart(bytes * 2, '0')
        .slice(-bytes * 2);
    },
  };
}
