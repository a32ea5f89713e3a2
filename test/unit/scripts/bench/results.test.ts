import { describe, expect, it } from 'vitest';
import { isWithinBudget, ratioOf, spreadOf } from '../../../../scripts/bench/results.ts';
import type { Budget, Pair, Result } from '../../../../scripts/bench/results.ts';

const common = { what: 'anything', load: 0 };

function times(pairs: readonly Pair[], budget: Budget | null): Result {
  return { kind: 'times', ...common, pairs: [...pairs], budget };
}

function counts(few: number, many: number): Result {
  const budget = { kind: 'same' } as const;
  return { kind: 'counts', ...common, few: { of: '5', count: few }, many: { of: '20', count: many }, budget };
}

describe('spreadOf', () => {
  it.each([
    { numbers: [3], spread: { median: 3, min: 3, max: 3 } },
    { numbers: [10, 2, 3], spread: { median: 3, min: 2, max: 10 } },
    { numbers: [4, 1, 3, 10], spread: { median: 3.5, min: 1, max: 10 } },
  ])('of $numbers is $spread', ({ numbers, spread }) => {
    expect(spreadOf(numbers)).toEqual(spread);
  });
});

describe('ratioOf', () => {
  it('compares within pairs, so that a slow moment of the computer counts for both', () => {
    const pairs = [
      { oursMs: 11, floorMs: 10 },
      { oursMs: 1200, floorMs: 1000 },
      { oursMs: 11, floorMs: 10 },
    ];

    expect(ratioOf(pairs).median).toBeCloseTo(1.1);
  });
});

describe('isWithinBudget', () => {
  const pairs = [{ oursMs: 550, floorMs: 500 }];

  it.each<[string, Result, boolean | null]>([
    ['a ratio at its limit', times(pairs, { kind: 'ratio', limit: 1.1 }), true],
    ['a ratio above it', times(pairs, { kind: 'ratio', limit: 1.09 }), false],
    ['as much on top as is allowed', times(pairs, { kind: 'added', limitMs: 50 }), true],
    ['more on top than is allowed', times(pairs, { kind: 'added', limitMs: 49 }), false],
    ['a time under its limit', times(pairs, { kind: 'seconds', limit: 0.6 }), true],
    ['a time at its limit', times(pairs, { kind: 'seconds', limit: 0.55 }), false],
    ['a time without a budget', times(pairs, null), null],
    ['as many processes for many nodes as for few', counts(2, 2), true],
    ['more processes for more nodes', counts(2, 3), false],
  ])('judges %s', (_title, result, verdict) => {
    expect(isWithinBudget(result)).toBe(verdict);
  });
});
