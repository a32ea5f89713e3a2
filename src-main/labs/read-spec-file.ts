import { open } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { maxLabFileBytes } from '../contract/app-views.ts';
import { LabError } from '../domain/failure.ts';

/**
 * Reads a spec written as YAML, still to be judged by its schema. Throws `invalid-input` for a file that cannot be read, is larger than
 * any spec, or is no YAML with names and values.
 */
export async function readSpecFile(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readStart(path);
  } catch (error) {
    throw notASpec(path, error);
  }
  return parseSpecText(text, path);
}

/**
 * The names and values of a spec written as YAML, still to be judged by its schema. Aliases are refused: a few lines of them can stand for
 * gigabytes, and no spec needs one. Throws `invalid-input`, which names the text by `source`.
 */
export function parseSpecText(text: string, source: string): Record<string, unknown> {
  try {
    if (Buffer.byteLength(text) > maxLabFileBytes) throw new Error(tooLarge);
    return z.record(z.string(), z.unknown()).parse(parse(text, { maxAliasCount: 0, logLevel: 'error' }));
  } catch (error) {
    throw notASpec(source, error);
  }
}

const tooLarge = `larger than ${String(maxLabFileBytes / 1024)} KiB`;

function notASpec(source: string, error: unknown): LabError {
  const params = { field: 'spec', value: source, expected: 'YAML' };
  const evidence = [error instanceof z.ZodError ? z.prettifyError(error) : String(error)];
  return new LabError('invalid-input', `cannot read the spec ${source}`, { params, evidence, cause: error });
}

async function readStart(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { bytesRead, buffer } = await file.read(Buffer.alloc(maxLabFileBytes + 1), 0, maxLabFileBytes + 1, 0);
  if (bytesRead > maxLabFileBytes) throw new Error(tooLarge);
  return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
}
