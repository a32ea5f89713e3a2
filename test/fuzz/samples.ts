import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const fixturesDir = join(import.meta.dirname, '../fixtures');

/** A fixture as text, perhaps only a part of it: short samples are changed where it matters. */
export function fixture(name: string, from = 0, length = 6000): string {
  return readFileSync(join(fixturesDir, name), 'utf8').slice(from, from + length);
}

/** Inputs that a parser was found to stumble over, by name of file; kept for ever, one file each. */
export function found(name: string): ReadonlyMap<string, string> {
  const dir = join(fixturesDir, 'fuzz', name);
  const files = readdirSync(join(fixturesDir, 'fuzz'), { withFileTypes: true }).some((entry) => entry.name === name)
    ? readdirSync(dir)
    : [];
  return new Map(files.map((file) => [file, readFileSync(join(dir, file), file.endsWith('.bin') ? 'latin1' : 'utf8')]));
}

/** Bytes as one character each. */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

export function toBytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
