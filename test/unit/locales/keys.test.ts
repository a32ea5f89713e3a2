import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { de } from '../../../src-main/locales/de/index.ts';
import { en } from '../../../src-main/locales/en/index.ts';

type Texts = ReadonlyMap<string, string>;

function flatten(areas: Readonly<Record<string, Readonly<Record<string, string>>>>): Texts {
  return new Map(
    Object.entries(areas).flatMap(([area, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${area}.${key}`, text]),
    ),
  );
}

/** Names of the gaps of a text, each once. */
function gapsOf(text: string | undefined): readonly string[] {
  const gaps = (text ?? '').matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g);
  return [...new Set([...gaps].map(([, name = '']) => name))].sort();
}

/** A sentence that speaks of a number has a form for none, one and many; the code asks for the key without them. */
function withoutPluralForm(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '');
}

/** What the code asks for, each once. */
function keysOf(texts: Texts): readonly string[] {
  return [...new Set([...texts.keys()].map(withoutPluralForm))].sort();
}

const german = flatten(de);
const english = flatten(en);

describe('the texts', () => {
  it('exist in both languages', () => {
    expect(keysOf(german)).toEqual(keysOf(english));
  });

  it('have the same gaps in both languages', () => {
    const differing = [...english].filter(
      ([key, text]) => german.has(key) && gapsOf(german.get(key)).join() !== gapsOf(text).join(),
    );

    expect(differing).toEqual([]);
  });

  it.each([
    ['German', german],
    ['English', english],
  ])('are never empty and end without blanks in %s', (_, texts) => {
    expect([...texts].filter(([, text]) => text.trim() === '' || text !== text.trimEnd())).toEqual([]);
  });

  it('say what happened and what to do next for every error code, and for no other', () => {
    // `unexpected` stands for every failure that has no code: a bug.
    const wanted = [...errorCodes, 'unexpected']
      .flatMap((code) => [`errors.${code}.next`, `errors.${code}.what`])
      .sort();
    const given = keysOf(english).filter((key) => key.startsWith('errors.'));

    expect(given).toEqual(wanted);
  });

  it('exist for every key that the code names', async () => {
    const sourceDir = join(import.meta.dirname, '../../../src-main');
    const sources = (await readdir(sourceDir, { recursive: true })).filter((path) => path.endsWith('.ts'));
    const named = await Promise.all(
      sources.map(async (path) => {
        const code = await readFile(join(sourceDir, path), 'utf8');
        return [...code.matchAll(/\bt\(\s*'([a-z]+\.[^'$]+)'/g)].map(([, key = '']) => key);
      }),
    );

    const keys = named.flat();
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !keysOf(english).includes(key))).toEqual([]);
  });

  it('call the user "du"', () => {
    // "Sie" at the start of a sentence may be a plain pronoun; after a comma or a verb it addresses.
    const formal =
      /(?:[a-zäöü,] (?:Sie|Ihre?[mnrs]?)\b)|\b(?:Wählen|Nehmen|Schalten|Starten|Öffnen|Installieren) Sie\b/;

    expect([...german].filter(([, text]) => formal.test(text))).toEqual([]);
  });
});
