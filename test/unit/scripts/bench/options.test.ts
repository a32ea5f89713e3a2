import { describe, expect, it } from 'vitest';
import { parseBenchOptions, partNames } from '../../../../scripts/bench/options.ts';

describe('options of a bench', () => {
  it('measure everything and write it down unless told otherwise', () => {
    expect(parseBenchOptions([])).toMatchObject({ parts: partNames, write: true, enforce: false });
  });

  it('choose parts, whatever the order they are named in', () => {
    expect(parseBenchOptions(['--only', 'up,qemu', '--up-rounds', '2']).parts).toEqual(['qemu', 'up']);
  });

  it.each([
    [['--only', 'down'], 'no such part: down'],
    [['--rounds', '0'], "--rounds takes a number from 1 on, not '0'"],
    [['--up-rounds', 'two'], "--up-rounds takes a number from 1 on, not 'two'"],
  ])('%j are refused', (args, words) => {
    expect(() => parseBenchOptions(args)).toThrow(words);
  });
});
