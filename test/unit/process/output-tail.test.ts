import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createOutputTail } from '../../../src-main/process/output-tail.ts';

function tailOf(pieces: readonly Buffer[], maxBytes: number): string {
  const tail = createOutputTail(maxBytes);
  for (const piece of pieces) tail.add(piece);
  return tail.text();
}

describe('createOutputTail', () => {
  test('keeps everything that fits', () => {
    expect(tailOf([Buffer.from('größe '), Buffer.from('ok\n')], 100)).toBe('größe ok\n');
  });

  test('keeps the end of what does not fit', () => {
    expect(tailOf([Buffer.from('0123456789'), Buffer.from('abc')], 5)).toBe('89abc');
  });

  test('starts at a whole character', () => {
    expect(tailOf([Buffer.from('aüb')], 2)).toBe('b');
  });

  test('joins characters cut between two pieces', () => {
    const bytes = Buffer.from('ü');

    expect(tailOf([bytes.subarray(0, 1), bytes.subarray(1)], 10)).toBe('ü');
  });

  test('makes Windows line ends plain', () => {
    expect(tailOf([Buffer.from('a\r\nb\r'), Buffer.from('\nc')], 100)).toBe('a\nb\nc');
  });

  test('is always the end of the whole text and never longer than allowed', () => {
    const pieces = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => Buffer.from(text)));
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 30 }), (parts, maxBytes) => {
        const whole = Buffer.concat(parts).toString('utf8').replaceAll('\r\n', '\n');
        const kept = tailOf(parts, maxBytes);

        expect(whole.endsWith(kept)).toBe(true);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(maxBytes);
        expect(Buffer.byteLength(kept)).toBeGreaterThanOrEqual(Math.min(Buffer.byteLength(whole), maxBytes - 3) - 1);
      }),
    );
  });
});
