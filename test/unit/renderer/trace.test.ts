import { describe, expect, it } from 'vitest';
import { traceLines } from '../../../src-renderer/features/lab/model/trace.ts';

const window = { endMs: 1000, spanMs: 1000, holeMs: 200 };

describe('traceLines', () => {
  it.each([
    ['nothing measured', [], []],
    ['one point', [{ atMs: 1000, value: 0.25 }], [[{ x: 1, y: 0.75 }]]],
    [
      'a line',
      [
        { atMs: 800, value: 0 },
        { atMs: 1000, value: 1 },
      ],
      [
        [
          { x: 0.8, y: 1 },
          { x: 1, y: 0 },
        ],
      ],
    ],
    [
      'a hole where nobody asked',
      [
        { atMs: 500, value: 0 },
        { atMs: 1000, value: 0 },
      ],
      [[{ x: 0.5, y: 1 }], [{ x: 1, y: 1 }]],
    ],
    [
      'a hole where it was not known',
      [
        { atMs: 800, value: 0 },
        { atMs: 900, value: null },
        { atMs: 1000, value: 0 },
      ],
      [[{ x: 0.8, y: 1 }], [{ x: 1, y: 1 }]],
    ],
    ['what is too old', [{ atMs: -1, value: 0 }], []],
  ])('draws %s', (_, points, lines) => {
    expect(traceLines(points, window)).toEqual(lines);
  });
});
