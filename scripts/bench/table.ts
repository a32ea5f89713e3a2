import { isWithinBudget, ratioOf, spreadOf } from './results.ts';
import type { Result, Spread } from './results.ts';

export const tableHead = ['what', 'ours', 'floor', 'ours / floor', 'budget', 'pairs', 'load', 'measured'] as const;

function formatTime(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  return ms < 100_000 ? `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s` : `${(ms / 1000).toFixed(0)} s`;
}

function formatTimes(times: readonly number[]): string {
  const { median, min, max } = spreadOf(times);
  if (times.length === 1) return formatTime(median);
  return `${formatTime(median)} (${formatTime(min)}–${formatTime(max)})`;
}

function formatRatio({ median, min, max }: Spread, count: number): string {
  return count === 1 ? median.toFixed(2) : `**${median.toFixed(2)}** (${min.toFixed(2)}–${max.toFixed(2)})`;
}

function formatBudget(result: Result): string {
  const { budget } = result;
  if (budget === null) return '';
  const verdict = isWithinBudget(result) === true ? 'kept' : '**missed**';
  switch (budget.kind) {
    case 'ratio':
      return `at most ${budget.limit.toFixed(2)}: ${verdict}`;
    case 'seconds':
      return `under ${budget.limit} s: ${verdict}`;
    case 'added':
      return `at most ${budget.limitMs} ms more: ${verdict}`;
    case 'same':
      return `the same number: ${verdict}`;
  }
}

/** The cells of one measure. */
export function toCells(result: Result, date: string): readonly string[] {
  const tail = [result.load.toFixed(1), date];
  if (result.kind === 'counts') {
    const told = [result.many, result.few].map(({ of, count }) => `${count} for ${of}`).join(', ');
    return [result.what, told, '', '', formatBudget(result), '1', ...tail];
  }
  const { pairs } = result;
  return [
    result.what,
    formatTimes(pairs.map(({ oursMs }) => oursMs)),
    formatTimes(pairs.map(({ floorMs }) => floorMs)),
    formatRatio(ratioOf(pairs), pairs.length),
    formatBudget(result),
    String(pairs.length),
    ...tail,
  ];
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** A Markdown table. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(toLine).join('\n');
}

/** The rows of a Markdown table with these columns; rows of another shape are left out. */
export function parseRows(text: string, columns: number): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/^\|\s*|\s*\|$/g, '').split(/\s*(?<!\\)\|\s*/))
    .slice(2)
    .filter((cells) => cells.length === columns)
    .map((cells) => cells.map((cell) => cell.replaceAll('\\|', '|')));
}

/** `old` with the rows of `fresh` in their places, by their first cell; what is new comes last. */
export function mergeRows(
  old: readonly (readonly string[])[],
  fresh: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const kept = old.map((row) => fresh.find((candidate) => candidate[0] === row[0]) ?? row);
  const added = fresh.filter((row) => !old.some((candidate) => candidate[0] === row[0]));
  return [...kept, ...added];
}

function marks(name: string): readonly [string, string] {
  return [`<!-- ${name}: written by npm run bench -->`, `<!-- end of ${name} -->`];
}

/** What stands between the marks of a section; throws when the document has no such section. */
export function readSection(text: string, name: string): string {
  const [begin, end] = marks(name);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the document has no section "${name}" (${begin} ... ${end})`);
  return text.slice(from + begin.length, to).trim();
}

/** The document with another text between the marks of a section. */
export function replaceSection(text: string, name: string, content: string): string {
  readSection(text, name);
  const [begin, end] = marks(name);
  const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end) + end.length)];
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
