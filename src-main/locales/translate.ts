import { createInstance } from 'i18next';
import type { TextRef } from '../domain/operation.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

export const languages = ['de', 'en'] as const;
/** A language every text exists in. */
export type Language = (typeof languages)[number];

/**
 * The text of a key with its gaps filled; `count` chooses among forms for one and many. Throws for a key that does not exist:
 * that is a bug, not a missing translation.
 */
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
    // A value that is missing is a bug that tests look for; a person is not shown the workings.
    missingInterpolationHandler: () => '…',
  });
  pending.catch((error: unknown) => {
    throw error;
  });
  return (key, params = {}) => {
    const path = pathOf(key);
    if (!texts.exists(path, params)) throw new Error(`no text for '${key}'`);
    return texts.t(path, { ...params });
  };
}

function pathOf(key: string): string {
  const [area = '', ...rest] = key.split('.');
  return `${area}:${rest.join('.')}`;
}

const areas: Readonly<Record<string, Readonly<Record<string, string>>>> = en;

/** True when there is a text without forms under this key, in every language. */
export function hasText(key: string): boolean {
  const [area = '', ...rest] = key.split('.');
  return areas[area]?.[rest.join('.')] !== undefined;
}

/** As `t`, for texts named by code that runs long: a key without a text is shown as it is instead of ending the work. */
export function textOrKey(t: Translate, { key, params }: TextRef): string {
  return hasText(key) ? t(key, params) : key;
}
