import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { systemRandom, uuidFrom } from '../../../src-main/platform/random.ts';

describe('systemRandom', () => {
  test('gives as many digits as asked, new ones each time', () => {
    const seen = new Set(Array.from({ length: 100 }, () => systemRandom.hex(16)));

    expect(seen.size).toBe(100);
    for (const text of seen) expect(text).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('uuidFrom', () => {
  test('makes a valid UUID of version 4 from any chance', () => {
    const digits = fc.array(fc.nat(15), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(digits, (values) => {
        const hex = values.map((value) => value.toString(16)).join('');
        expect(z.uuidv4().safeParse(uuidFrom({ hex: () => hex })).success).toBe(true);
      }),
    );
  });

  test('keeps the chance it was given', () => {
    expect(uuidFrom({ hex: () => '0123456789abcdef0123456789abcdef' })).toBe('01234567-89ab-4def-8123-456789abcdef');
  });
});
