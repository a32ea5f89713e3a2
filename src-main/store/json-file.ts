import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { LabError } from '../domain/failure.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { isMissingFile, translateFileError } from './file-error.ts';

/** A stored object as an older app wrote it. */
export type StoredObject = Readonly<Record<string, unknown>>;

/** Brings an object from one version to the next; `schemaVersion` itself is counted by the reader. */
export type Migration = (stored: StoredObject) => StoredObject;

/** One kind of stored file. A schema alone means: version 1, no older ones, mode 0600. */
export interface StoredFormat<S extends z.ZodType> {
  readonly schema: S;
  /** Step n (counted from 0) makes version n + 2 of version n + 1: as many steps as there were changes since version 1. */
  readonly migrations?: readonly Migration[];
  readonly mode?: number;
}

const versionedSchema = z.looseObject({ schemaVersion: z.int().min(1) });

/**
 * Reads a JSON file whose schema has `schemaVersion`; older versions are brought up to date in memory. Null when there is no file.
 * Throws `stored-file-damaged` when it is cut or not what the schema wants, `stored-file-too-new` when a newer app wrote it (both
 * with `path`); the file stays as it is.
 */
export async function readJsonFile<S extends z.ZodType>(
  path: string,
  format: S | StoredFormat<S>,
): Promise<z.output<S> | null> {
  const text = await readTextOrNull(path);
  return text === null ? null : parseStored(path, text, format);
}

/** The value in the text of such a file. Pure; throws as `readJsonFile` does. */
export function parseStored<S extends z.ZodType>(path: string, text: string, format: S | StoredFormat<S>): z.output<S> {
  const { schema, migrations = [] } = toFormat(format);
  const stored = versionedSchema.safeParse(parseJson(path, text));
  if (!stored.success) throw damaged(path, stored.error);
  if (stored.data.schemaVersion > migrations.length + 1) {
    const params = { path, version: stored.data.schemaVersion, known: migrations.length + 1 };
    throw new LabError('stored-file-too-new', `'${path}' was written by a newer version`, { params });
  }
  const value = schema.safeParse(migrate(path, stored.data, migrations));
  if (!value.success) throw damaged(path, value.error);
  return value.data;
}

/**
 * Writes a JSON file as a whole, after checking it against its schema. What is there already and could not be read (damaged, too
 * new) is not replaced: then this throws what `readJsonFile` throws. Also throws `disk-full` and `data-folder-not-writable`.
 */
export async function writeJsonFile<S extends z.ZodType>(
  path: string,
  format: S | StoredFormat<S>,
  value: z.input<S>,
): Promise<void> {
  const { schema, mode } = toFormat(format);
  const checked = schema.parse(value);
  await readJsonFile(path, format);
  await writeFileAtomically(path, `${JSON.stringify(checked, null, 2)}\n`, mode);
}

function toFormat<S extends z.ZodType>(format: S | StoredFormat<S>): StoredFormat<S> {
  return format instanceof z.ZodType ? { schema: format } : format;
}

async function readTextOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw translateFileError(error, path);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw damaged(path, new Error(`${String(text.length)} characters that are no JSON`));
  }
}

type Versioned = z.infer<typeof versionedSchema>;

function migrate(path: string, stored: Versioned, migrations: readonly Migration[]): Versioned {
  try {
    return migrations
      .slice(stored.schemaVersion - 1)
      .reduce<Versioned>((older, step) => ({ ...step(older), schemaVersion: older.schemaVersion + 1 }), stored);
  } catch (error) {
    throw damaged(path, error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function damaged(path: string, cause: unknown): LabError {
  const evidence = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n') : [messageOf(cause)];
  return new LabError('stored-file-damaged', `'${path}' is damaged`, { params: { path }, evidence, cause });
}
