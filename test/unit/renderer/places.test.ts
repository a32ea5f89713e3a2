import { describe, expect, it } from 'vitest';
import { placeNodes, sheetWidth } from '../../../src-renderer/features/topology/model/places.ts';

describe('placeNodes', () => {
  it.each([
    [1, [1]],
    [6, [6]],
    [7, [4, 3]],
    [12, [6, 6]],
    [13, [7, 6]],
    [54, [9, 9, 9, 9, 9, 9]],
    [55, [8, 8, 8, 8, 8, 8, 7]],
  ])('gives %d nodes a place each, in rows of about the same length', (count, rows) => {
    expect(placeNodes(count).rows.map(({ xs }) => xs.length)).toEqual(rows);
  });

  it.each(Array.from({ length: 55 }, (_, index) => index + 1))('keeps %d boxes apart and on the sheet', (count) => {
    const { rows, box, height } = placeNodes(count);

    const edge = rows.length === 1 ? 24 : 48;

    for (const [index, { xs, y, natY, lanY }] of rows.entries()) {
      for (const [place, x] of xs.entries()) {
        expect(x - box.width / 2).toBeGreaterThan(edge);
        expect(x + box.width / 2).toBeLessThan(sheetWidth - edge);
        if (place > 0) expect(x - (xs[place - 1] ?? 0)).toBeGreaterThan(box.width);
      }
      expect(natY).toBeLessThan(y - box.height / 2);
      expect(lanY).toBeGreaterThan(y + box.height / 2);
      expect(natY).toBeGreaterThan(rows[index - 1]?.lanY ?? 0);
      expect(lanY).toBeLessThan(height);
    }
  });
});
