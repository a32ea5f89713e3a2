import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { projectDir } from '../lib/toolchain.mjs';
import { formatTable, mergeRows, parseRows, readSection, replaceSection, tableHead } from './table.ts';

const documentPath = join(projectDir, 'docs', 'benchmarks.md');
const resultsSection = 'results';
const laptopSection = 'emulated laptop';
/** Seconds by name of what was done, as `test/real/virtualbox-laptop.test.ts` writes them. */
const timingsSchema = z.record(z.string(), z.number());

async function laptopTable(timingsPath: string, date: string): Promise<string> {
  const timings = timingsSchema.parse(JSON.parse(await readFile(timingsPath, 'utf8')));
  const rows = Object.entries(timings).map(([what, seconds]) => [what, `${seconds} s`]);
  return `Measured ${date}.\n\n${formatTable(['what', 'time'], rows)}`;
}

export interface DocumentChange {
  /** Rows of this run; those of parts that were not measured stay as they are. */
  readonly rows: readonly (readonly string[])[];
  /** Null: the section stays as it is. */
  readonly laptopTimingsPath: string | null;
  readonly date: string;
}

/** Writes what was measured into `docs/benchmarks.md`, between the marks, formatted as `npm run check` wants it. */
export async function updateDocument({ rows, laptopTimingsPath, date }: DocumentChange): Promise<void> {
  let text = await readFile(documentPath, 'utf8');
  const old = parseRows(readSection(text, resultsSection), tableHead.length);
  const merged = mergeRows(old, rows);
  if (merged.length > 0) text = replaceSection(text, resultsSection, formatTable(tableHead, merged));
  if (laptopTimingsPath !== null)
    text = replaceSection(text, laptopSection, await laptopTable(laptopTimingsPath, date));
  const config = await resolveConfig(documentPath);
  await writeFile(documentPath, await format(text, { ...config, parser: 'markdown' }));
}
