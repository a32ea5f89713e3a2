import { expect } from 'vitest';
import type { FailureInfo } from '../../../src-main/domain/operation.ts';
import { failureWords } from '../../../src-main/locales/failure-words.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';

const german = createTranslator('de');
const english = createTranslator('en');

/** Expects that a text says this failure as the German catalogue does, and not as the English one. */
export function expectGerman(text: string, failure: FailureInfo | null): void {
  if (failure === null) throw new Error(`no failure to look for in:\n${text}`);
  expect(text).toContain(failureWords(failure, german).what);
  expect(text).not.toContain(failureWords(failure, english).what);
}

/** The same of a text of the catalogue without gaps. */
export function expectGermanText(text: string, key: string): void {
  expect(text).toContain(german(key));
  expect(text).not.toContain(english(key));
}
