import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a tool printed once, as it lies in `test/fixtures`. */
export interface Recording {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Reads a recording: comment lines, `## stdout`, its text, `## stderr`, its text, `## exit code: N`. */
export function readRecording(fixture: string): Recording {
  const text = readFileSync(join(import.meta.dirname, '../fixtures', `${fixture}.txt`), 'utf8');
  const match = /^## stdout\n([\s\S]*?)^## stderr\n([\s\S]*?)^## exit code: (\d+)$/m.exec(text);
  if (match === null) throw new Error(`${fixture} is not a recording`);
  return { stdout: match[1] ?? '', stderr: match[2] ?? '', exitCode: Number(match[3]) };
}

/** Text of a fixture without its comment lines. */
export function readText(fixture: string): string {
  const text = readFileSync(join(import.meta.dirname, '../fixtures', `${fixture}.txt`), 'utf8');
  return text.replace(/^(?:#.*\n)+/, '');
}
