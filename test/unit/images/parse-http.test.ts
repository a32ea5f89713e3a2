import { describe, expect, test } from 'vitest';

import { describeNetworkError, parseContentRange } from '../../../src-main/images/parse-http.ts';

describe('parseContentRange', () => {
  test.each([
    ['bytes 5-9/10', { start: 5, totalBytes: 10 }],
    ['bytes 5-9/*', { start: 5, totalBytes: null }],
    ['bytes */10', { start: null, totalBytes: 10 }],
    ['lines 5-9/10', null],
    ['bytes 5-/10', null],
    ['', null],
    [null, null],
  ])('reads %j', (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });
});

describe('describeNetworkError', () => {
  test('names the innermost cause', () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });

    expect(describeNetworkError(new TypeError('fetch failed', { cause: inner }))).toBe('ECONNREFUSED');
    expect(describeNetworkError(new TypeError('fetch failed', { cause: new AggregateError([inner]) }))).toBe(
      'ECONNREFUSED',
    );
  });

  test('takes the message where there is no code', () => {
    expect(describeNetworkError(new TypeError('terminated'))).toBe('terminated');
  });
});
