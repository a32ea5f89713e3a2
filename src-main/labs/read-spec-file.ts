import { open } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { LabError } from '../domain/failure.ts';

/** A spec has a few hundred bytes; somebody may have written a book of comments into it. */
const maxSpecBytes = 256 * 1024;

/**
 * Reads a spec written as YAML, still to be judged by its schema. Throws `invalid-input` for a file that cannot be read, is larger than
 * any spec, or is no YAML with names and values.
 */
export async function readSpecFile(path: string): Promise<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(parse(await readStart(path)));
  } catch (error) {
    const params = { field: 'spec', value: path, expected: 'YAML' };
    const evidence = [error instanceof z.ZodError ? z.prettifyError(error) : String(error)];
    throw new LabError('invalid-input', `cannot read the spec ${path}`, { params, evidence, cause: error });
  }
}

async function readStart(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { bytesRead, buffer } = await file.read(Buffer.alloc(maxSpecBytes + 1), 0, maxSpecBytes + 1, 0);
  if (bytesRead > maxSpecBytes) throw new Error(`larger than ${String(maxSpecBytes / 1024)} KiB`);
  return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
}
