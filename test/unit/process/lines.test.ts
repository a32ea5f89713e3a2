import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createLineSplitter } from '../../../src-main/process/lines.ts';

function split(pieces: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.add(piece);
  splitter.end();
  return lines;
}

describe('createLineSplitter', () => {
  test.each([
    { title: 'Unix ends', text: 'a\nb\n', lines: ['a', 'b'] },
    { title: 'Windows ends', text: 'a\r\nb\r\n', lines: ['a', 'b'] },
    { title: 'a last line without an end', text: 'a\nb', lines: ['a', 'b'] },
    { title: 'empty lines', text: '\n\na\n', lines: ['', '', 'a'] },
    { title: 'progress that overwrites itself', text: '(1%)\r(2%)\rdone\n', lines: ['(1%)', '(2%)', 'done'] },
    { title: 'nothing', text: '', lines: [] },
  ])('hands on the lines of $title', ({ text, lines }) => {
    expect(split([Buffer.from(text)])).toEqual(lines);
  });

  test('gives the same lines wherever the bytes are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'ü', '🚀', '\n', '\r\n', '\r', ' '), { maxLength: 40 })
      .map((parts) => Buffer.from(parts.join('')));
    fc.assert(
      fc.property(text, fc.array(fc.nat(200)), (bytes, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));

        expect(split(pieces)).toEqual(split([bytes]));
      }),
    );
  });

  test('hands on a line before the stream is over', () => {
    const lines: string[] = [];
    const splitter = createLineSplitter((line) => lines.push(line));

    splitter.add(Buffer.from('first\nsec'));

    expect(lines).toEqual(['first']);
  });

  test('does not gather a line without end for ever', () => {
    const lines = split(Array.from({ length: 40 }, () => Buffer.alloc(64 * 1024, 'x')));

    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toHaveLength(40 * 64 * 1024);
  });
});
