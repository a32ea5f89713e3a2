import { describe, expect, it } from 'vitest';
import { isNewerVersion } from '../../../src-main/domain/versions.ts';

describe('a version', () => {
  it.each([
    ['0.2.0', '0.1.0', true],
    ['v0.1.1', '0.1.0', true],
    ['0.10.0', '0.9.9', true],
    ['1.0', '0.9.9', true],
    ['0.1.0', '0.1.0-beta.1', true],
    ['0.1.0', '0.1.0', false],
    ['0.1', '0.1.0', false],
    ['0.0.9', '0.1.0', false],
    ['0.2.0-beta.1', '0.1.0', false],
    ['newest', '0.1.0', false],
    ['', '0.1.0', false],
  ])('%s is above %s: %s', (candidate, current, expected) => {
    expect(isNewerVersion(candidate, current)).toBe(expected);
  });
});
