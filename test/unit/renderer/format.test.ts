import { describe, expect, it } from 'vitest';
import { formatPercent, formatUptime } from '../../../src-renderer/lib/format.ts';

describe('formatUptime', () => {
  it.each([
    [0, '0 sec'],
    [59.9, '59 sec'],
    [60, '1 min'],
    [3599, '59 min'],
    [7512, '2 hr 5 min'],
    [300_000, '3 days 11 hr'],
  ])('shows %d s as a person reads it', (seconds, text) => {
    expect(formatUptime(seconds, 'en')).toBe(text);
  });

  it('speaks German', () => {
    expect(formatUptime(7512, 'de')).toBe('2 Std. 5 Min.');
  });
});

describe('formatPercent', () => {
  it('shows a share without digits nobody needs', () => {
    expect(formatPercent(0.123, 'en')).toBe('12%');
    expect(formatPercent(1, 'de')).toBe('100\u00a0%');
  });
});
