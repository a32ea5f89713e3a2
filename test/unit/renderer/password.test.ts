import { describe, expect, it } from 'vitest';
import { isUsablePassword, keyHintsOf } from '../../../src-renderer/features/setup-wizard/model/password-hints.ts';
import { strengthOf } from '../../../src-renderer/features/setup-wizard/model/password-strength.ts';

describe('a password', () => {
  it.each([
    ['x', true],
    ['ä ö', true],
    ['x'.repeat(200), true],
    ['', false],
    ['   ', false],
    ['\u00a0', false],
    ['a\tb', false],
    ['a\u007f', false],
    ['x'.repeat(201), false],
  ])('%j can be used: %s', (password, isUsable) => {
    expect(isUsablePassword(password)).toBe(isUsable);
  });

  it.each([
    ['password', 'weak'],
    ['P4ssw0rt', 'weak'],
    ['qwertz123', 'weak'],
    ['aaaaaaaa', 'weak'],
    ['12345678', 'weak'],
    ['grace', 'weak'],
    ['Grace1', 'weak'],
    ['kx7m2q', 'weak'],
    ['kx7m.2qw', 'fair'],
    ['Der Apfel rollt weit', 'strong'],
    ['abcd.efgh.jkm29', 'strong'],
  ])('%s is %s', (password, strength) => {
    expect(strengthOf(password, ['grace', 'Big Data Lab'])).toBe(strength);
  });
});

describe('keys at the console', () => {
  it.each([
    ['abcd.3fgh', 'de', { missing: [], moving: [] }],
    ['abcd.3fgh', 'us', { missing: [], moving: [] }],
    ['Zy', 'de', { missing: [], moving: ['Z', 'y'] }],
    ['zz-z', 'us', { missing: [], moving: ['z', '-'] }],
    ['größe', 'de', { missing: [], moving: ['ö', 'ß'] }],
    ['größe', 'us', { missing: ['ö', 'ß'], moving: [] }],
    ['a#@b', 'gb', { missing: [], moving: ['#', '@'] }],
    ['ok! 50%', 'at', { missing: [], moving: [] }],
    ['ok!', 'ch', { missing: [], moving: ['!'] }],
    ['aqwm1', 'fr', { missing: [], moving: ['a', 'q', 'w', 'm', '1'] }],
    ['abc1', 'cz', { missing: [], moving: ['1'] }],
    ['kid.', 'tr', { missing: [], moving: ['i', '.'] }],
    ['', 'us', { missing: [], moving: [] }],
  ])('of %s with the layout %s', (password, layout, hints) => {
    expect(keyHintsOf(password, layout)).toEqual(hints);
  });
});
