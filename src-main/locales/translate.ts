import { createInstance } from 'i18next';
import type { TextRef } from '../domain/operation.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

export const languages = ['de', 'en'] as const;
/** A language every text exists in. */
export type Language = (typeof languages)[number];

/** The text of a key with its gaps filled. Throws for a key that does not exist: that is a bug, not a missing translation. */
export type Translate = (key: string, params?: TextRef['params']) => string;

/** Builds the texts of one language. */
export function createTranslator(language: Language): Translate {
  const texts = createInstance();
  const pending = texts.init({
    lng: language,
    // Keys hold dots; the areas are joined by a colon.
    keySeparator: false,
    nsSeparator: ':',
    ns: Object.keys(en),
    resources: { de, en },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  pending.catch((error: unknown) => {
    throw error;
  });
  return (key, params = {}) => {
    const [area = '', ...rest] = key.split('.');
    const path = `${area}:${rest.join('.')}`;
    if (!texts.exists(path)) throw new Error(`no text for '${key}'`);
    return texts.t(path, { ...params });
  };
}
