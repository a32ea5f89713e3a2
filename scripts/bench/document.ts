import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { projectDir } from '../lib/toolchain.mjs';
import { formatTable, mergeRows, parseRows, readSection, replaceSection, tableHead } from './table.ts';

const documentPath = join(projectDir, 'docs', 'benchmarks.md');
/** Seconds by name of what was done, as `test/real/virtualbox-laptop.test.ts` writes them. */
const timingsSchema = z.record(z.string(), z.number());

/** Changes `docs/benchmarks.md` between the marks, formatted as `npm run check` wants it. */
async function change(section: string, toContent: (old: string) => string): Promise<void> {
  const text = await readFile(documentPath, 'utf8');
  const changed = replaceSection(text, section, toContent(readSection(text, section)));
  const config = await resolveConfig(documentPath);
  await writeFile(documentPath, await format(changed, { ...config, parser: 'markdown' }));
}

/** Writes rows of measures into the document; those of measures that are not among them stay. */
export async function writeRows(rows: readonly (readonly string[])[]): Promise<void> {
  await change('results', (old) => formatTable(tableHead, mergeRows(parseRows(old, tableHead.length), rows)));
}

/** Writes the timings that the tests took in the emulated laptop into the document. */
export async function writeLaptopTimings(timingsPath: string, date: string): Promise<void> {
  const timings = timingsSchema.parse(JSON.parse(await readFile(timingsPath, 'utf8')));
  const rows = Object.entries(timings).map(([what, seconds]) => [what, `${seconds} s`]);
  await change('emulated laptop', () => `Measured ${date}.\n\n${formatTable(['what', 'time'], rows)}`);
}
