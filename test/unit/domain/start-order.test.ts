import { describe, expect, it } from 'vitest';
import { completeStages, moveInOrder, refusedNames, sameOrder } from '../../../src-main/domain/start-order.ts';

const names = ['a', 'b', 'c'];

describe('completeStages', () => {
  it.each([
    ['nothing was chosen', [], [['a', 'b', 'c']]],
    ['everybody has a place', [['b'], ['a', 'c']], [['b'], ['a', 'c']]],
    ['one is not named', [['b'], ['a']], [['b'], ['a', 'c']]],
    ['one is gone', [['x', 'b'], ['x'], ['a', 'c']], [['b'], ['a', 'c']]],
    ['all of them are gone', [['x'], ['y']], [['a', 'b', 'c']]],
    ['a stage is empty', [[], ['a'], [], ['b', 'c']], [['a'], ['b', 'c']]],
  ])('holds every node once when %s', (_, chosen, stages) => {
    expect(completeStages(chosen, names)).toEqual(stages);
  });

  it('has no stage without nodes', () => {
    expect(completeStages([['a']], [])).toEqual([]);
  });
});

describe('refusedNames', () => {
  it.each([
    [[['a'], ['b', 'c']], []],
    [[['a'], ['x']], ['x']],
    [[['a'], ['a', 'b']], ['a']],
    [[['a', 'a']], ['a']],
  ])('finds in %j who is unknown or named twice', (chosen, refused) => {
    expect(refusedNames(chosen, names)).toEqual(refused);
  });
});

describe('moveInOrder', () => {
  it.each([
    ['into the stage before', [['a'], ['b', 'c']], 'b', -1, [['a', 'b'], ['c']]],
    ['into the stage behind', [['a', 'b'], ['c']], 'a', 1, [['b'], ['c', 'a']]],
    ['in front of all', [['a', 'b', 'c']], 'b', -1, [['b'], ['a', 'c']]],
    ['behind all', [['a', 'b', 'c']], 'b', 1, [['a', 'c'], ['b']]],
    ['and its own stage vanishes', [['a'], ['b'], ['c']], 'b', 1, [['a'], ['c', 'b']]],
    ['nowhere when it is the first alone', [['a'], ['b', 'c']], 'a', -1, [['a'], ['b', 'c']]],
    ['nowhere when it is the last alone', [['b', 'c'], ['a']], 'a', 1, [['b', 'c'], ['a']]],
    ['nowhere when it is not there', [['a']], 'x', 1, [['a']]],
  ] as const)('moves a node %s', (...[, stages, name, by, moved]) => {
    expect(moveInOrder(stages, name, by)).toEqual(moved);
  });
});

describe('sameOrder', () => {
  it('minds stages and not the order within one', () => {
    expect(sameOrder([['a', 'b'], ['c']], [['b', 'a'], ['c']])).toBe(true);
    expect(sameOrder([['a', 'b'], ['c']], [['a'], ['b', 'c']])).toBe(false);
  });
});
