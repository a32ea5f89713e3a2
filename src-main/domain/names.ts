import { labIdSchema, type LabId } from './ids.ts';

const transliterations: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/**
 * Folder name of a lab: `Big Data Labor` becomes `big-data-labor`; with a number behind it when `taken` holds it.
 * Only ASCII, as some tools stumble over more in paths that are ours to choose.
 */
export function labIdFor(name: string, taken: ReadonlySet<string>): LabId {
  const ascii = name
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => transliterations[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const stem = ascii === '' ? 'lab' : ascii;
  const candidates = [stem, ...Array.from({ length: 1000 }, (_, index) => `${stem}-${String(index + 2)}`)];
  return labIdSchema.parse(candidates.find((candidate) => !taken.has(candidate)));
}

/** Two lab names are the same when a person would take them for the same. */
export function sameLabName(left: string, right: string): boolean {
  return left.normalize('NFC').toLowerCase() === right.normalize('NFC').toLowerCase();
}

/** The characters of a name that no lab name may hold, each once, for the message that refuses it. */
export function forbiddenInLabName(name: string): string {
  return [...new Set([...name].filter((character) => !/[\p{L}\p{N} ._()-]/u.test(character)))].join(' ');
}
