import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { screenFailureWords } from '../../../src-main/locales/failure-words.ts';
import { en } from '../../../src-main/locales/en/index.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';

/** Failures of the command line itself: no screen can meet them. */
const ofTheCommandLine = [
  'unknown-command',
  'unknown-option',
  'missing-argument',
  'missing-option-value',
  'too-many-arguments',
  'confirmation-needed',
];

const codes = errorCodes.filter((code) => !ofTheCommandLine.includes(code));

describe.each(languages)('a failure on the screen in %s', (language) => {
  const t = createTranslator(language);

  it.each(codes)('%s speaks of no command and no option', (code) => {
    const { what, next } = screenFailureWords({ code, params: { field: 'nodes', fits: 2, nodes: 3 } }, t);

    expect(`${what} ${next}`).not.toMatch(/\bbdl\b|--[a-z]/);
    expect(next).not.toBe('');
  });

  it('tells what to look at when a node is not ready', () => {
    const params = { node: 'pi-200', requirement: 'peers' };

    expect(screenFailureWords({ code: 'node-not-ready', params }, t).next).toContain(t('guest.hint.peers'));
  });
});

it('replaces only texts that exist', () => {
  const known = new Set(
    Object.entries(en).flatMap(([area, texts]) => Object.keys(texts).map((key) => `${area}.${key}`)),
  );

  expect(Object.keys(en.screen).filter((key) => !known.has(key))).toEqual([]);
});
