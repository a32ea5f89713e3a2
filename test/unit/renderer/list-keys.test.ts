import { expect, it } from 'vitest';
import { indexAfterKey } from '../../../src-renderer/features/setup-wizard/model/list-keys.ts';

const names = ['alpha', 'Beta', 'bravo', 'Übung', 'zulu'];

it.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 4, 4],
  ['ArrowUp', 2, 1],
  ['ArrowUp', 0, 0],
  ['PageDown', 1, 4],
  ['PageUp', 3, 0],
  ['Home', 3, 0],
  ['End', 0, 4],
  ['b', 0, 1],
  ['b', 1, 2],
  ['b', 2, 1],
  ['ü', 0, 3],
  ['x', 0, null],
  [' ', 0, null],
  ['Tab', 0, null],
  ['Escape', 2, null],
])('%s at line %d leads to %s', (key, index, expected) => {
  expect(indexAfterKey({ key, index, names })).toBe(expected);
});

it('leads nowhere in an empty list', () => {
  expect(indexAfterKey({ key: 'ArrowDown', index: 0, names: [] })).toBeNull();
});
