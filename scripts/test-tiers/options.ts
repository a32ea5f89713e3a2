import { parseArgs } from 'node:util';

export interface TestOptions {
  readonly tiers: readonly string[];
  /** Tiers that must run and must leave nothing out. */
  readonly required: readonly string[];
  readonly help: boolean;
}

function parseNames(text: string | undefined, known: readonly string[]): readonly string[] | null {
  if (text === undefined) return null;
  if (text === 'all') return known;
  const names = text.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no such tier: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

/**
 * Reads the command line of `npm test`. Required tiers are run even when `--tiers` does not name them; `all` requires none of
 * `onlyByName`, and none that is `slow` is run unless it is named.
 */
export function parseTestOptions(
  args: readonly string[],
  known: readonly string[],
  { onlyByName = [], slow = [] }: { readonly onlyByName?: readonly string[]; readonly slow?: readonly string[] } = {},
): TestOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { tiers: { type: 'string' }, require: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const named = parseNames(values.require, known) ?? [];
  const required = values.require === 'all' ? named.filter((name) => ![...onlyByName, ...slow].includes(name)) : named;
  const wanted = parseNames(values.tiers, known) ?? known.filter((name) => !slow.includes(name));
  return {
    tiers: known.filter((name) => wanted.includes(name) || required.includes(name)),
    required,
    help: values.help ?? false,
  };
}
