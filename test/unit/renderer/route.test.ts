import { describe, expect, it } from 'vitest';
import { formatBytes, formatClock, formatCommandLine } from '../../../src-renderer/lib/format.ts';
import { parseRoute, routeHref } from '../../../src-renderer/lib/route.ts';

describe('an address', () => {
  it.each([
    '#/labs',
    '#/labs/physics',
    '#/labs/physics/terminals',
    '#/labs/physics/terminals/pi-200',
    '#/new',
    '#/storage',
    '#/settings',
    '#/help',
    '#/help/containers',
  ])('%s leads to a place that has this address', (hash) => {
    expect(routeHref(parseRoute(hash))).toBe(hash);
  });

  it.each(['', '#', '#/nowhere', '#labs?x'])('%j leads to the labs', (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'labs' });
  });
});

describe('values for a person', () => {
  it.each([
    [0, '0 MiB'],
    [2000, '2 KiB'],
    [812 * 1024 ** 2, '812 MiB'],
    [1.25 * 1024 ** 3, '1,3 GiB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes, 'de')).toBe(text);
  });

  it.each([
    [8400, '0:08'],
    [725_000, '12:05'],
    [3_725_000, '1:02:05'],
    [-5, '0:00'],
  ])('%i ms are %s', (durationMs, text) => {
    expect(formatClock(durationMs)).toBe(text);
  });

  it('a command line can be typed as it is shown', () => {
    expect(formatCommandLine('ssh', ['-F', "/home/Žofie's lab/config", 'pi-200'])).toBe(
      `ssh -F '/home/Žofie'\\''s lab/config' pi-200`,
    );
  });
});
