import { expect } from 'vitest';
import type { ErrorCode } from '../../../src-main/domain/failure.ts';
import { createTranslator, type Translate } from '../../../src-main/locales/translate.ts';

const german = createTranslator('de');
const english = createTranslator('en');

/** What stands between the gaps of a text, which are `…` here as nothing fills them. */
function partsOf(t: Translate, key: string): readonly string[] {
  return t(key)
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part.length > 3);
}

/** Expects that a text says what happened as the German catalogue does, and not as the English one. */
export function expectGerman(text: string, code: ErrorCode): void {
  expectGermanText(text, `errors.${code}.what`);
}

/** The same of any text of the catalogue. */
export function expectGermanText(text: string, key: string): void {
  for (const part of partsOf(german, key)) expect(text).toContain(part);
  const words = partsOf(english, key);
  expect(words.filter((part) => text.includes(part))).not.toEqual(words);
}
