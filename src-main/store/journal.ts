import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { z } from 'zod';

import { LabError } from '../domain/failure.ts';
import { ensureDir } from './ensure-dir.ts';
import { isMissingFile, translateFileError } from './file-error.ts';
import { inTurn } from './in-turn.ts';

const lineEnd = 0x0a;

/**
 * Appends one entry as a line of JSON; it is on the disk when this resolves. A half line that a crash left behind is taken away
 * first: its entry was never promised. Creates file (0600) and folders. Throws `disk-full` or `data-folder-not-writable`.
 */
export async function appendJournal<S extends z.ZodType>(path: string, schema: S, entry: z.input<S>): Promise<void> {
  const line = `${JSON.stringify(schema.parse(entry))}\n`;
  await inTurn(path, async () => {
    try {
      await ensureDir(dirname(path));
      await appendLine(path, line);
    } catch (error) {
      throw translateFileError(error, path);
    }
  });
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const wholeSize = await sizeOfWholeLines(file, size);
    if (wholeSize < size) await file.truncate(wholeSize);
    await file.appendFile(line);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where the last whole line ends, looking back from the end. */
async function sizeOfWholeLines(file: FileHandle, sizeBytes: number): Promise<number> {
  const chunk = Buffer.alloc(4096);
  for (let end = sizeBytes; end > 0;) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const at = chunk.subarray(0, bytesRead).lastIndexOf(lineEnd);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

/**
 * All entries, oldest first; none when there is no file. A last line without its end was cut by a crash and is left out; any other
 * line that is no entry throws `stored-file-damaged` with `path`.
 */
export async function readJournal<S extends z.ZodType>(path: string, schema: S): Promise<readonly z.output<S>[]> {
  return parseJournal(path, await readTextOrNothing(path), schema);
}

/** The entries in the text of a journal. Pure; throws as `readJournal` does. */
export function parseJournal<S extends z.ZodType>(path: string, text: string, schema: S): readonly z.output<S>[] {
  return wholeLines(text).map((line, index) => parseLine(line, schema, { path, number: index + 1 }));
}

function wholeLines(text: string): readonly string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
}

/** What can be read of a journal, oldest first, and how many lines cannot; for showing it, never for deciding by it. */
export async function readWhatIsWhole<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<{ readonly entries: readonly z.output<S>[]; readonly damagedLines: number }> {
  const lines = wholeLines(await readTextOrNothing(path));
  const entries = lines.flatMap((line) => {
    try {
      return [schema.parse(JSON.parse(line))];
    } catch {
      // Counted below.
      return [];
    }
  });
  return { entries, damagedLines: lines.length - entries.length };
}

async function readTextOrNothing(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw translateFileError(error, path);
  }
}

interface LinePlace {
  readonly path: string;
  readonly number: number;
}

function parseLine<S extends z.ZodType>(line: string, schema: S, { path, number }: LinePlace): z.output<S> {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    const evidence = [`line ${String(number)}: ${line.slice(0, 200)}`];
    throw new LabError('stored-file-damaged', `'${path}' is damaged`, { params: { path }, evidence, cause });
  }
}
