import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, padToWidth } from '../../../../src-main/shells/cli/display-width.ts';
import { formatBytes, formatDuration, formatTable } from '../../../../src-main/shells/cli/table.ts';

describe('cutting a line to the width of a terminal', () => {
  it.each([
    ['fits', 4, 'fits'],
    ['too long', 5, 'too…'],
    ['Größe', 5, 'Größe'],
    // The same umlaut as two code points takes one column all the same.
    ['Gro\u0308ße 1', 5, 'Gro\u0308ß…'],
    ['数据实验室', 6, '数据…'],
    ['数据实验室', 5, '数据…'],
    ['👩‍👩‍👧 lab', 4, '👩‍👩‍👧…'],
    ['anything', 1, '…'],
    ['anything', 0, ''],
  ])('makes of %j in %i columns %j', (text, columns, cut) => {
    expect(cutToWidth(text, columns)).toBe(cut);
  });

  it('is never wider than asked, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
        expect(displayWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 40 },
    );
  });

  it('pads by what is seen, not by what is counted', () => {
    expect(displayWidth(padToWidth('数据', 6))).toBe(6);
    expect(padToWidth('abc', 2)).toBe('abc');
  });
});

describe('a table', () => {
  it('aligns columns that hold wide characters and umlauts', () => {
    const lines = formatTable([
      ['NAME', 'STATE'],
      ['Größe', 'off'],
      ['数据', 'running'],
    ]).split('\n');

    expect(lines).toEqual(['NAME   STATE', 'Größe  off', '数据   running']);
  });
});

describe('numbers for a person', () => {
  it.each([
    [0, '0 MiB'],
    [1, '1 KiB'],
    [812 * 1024 ** 2, '812 MiB'],
    [1.34 * 1024 ** 3, '1.3 GiB'],
  ])('shows %i bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [400, '0 s'],
    [8_000, '8 s'],
    [59_600, '1:00 min'],
    [125_000, '2:05 min'],
    [3_725_000, '1:02:05 h'],
  ])('shows %i ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});
