import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { CommandSpec } from '../../../src-main/process/command.ts';

export { createTestRunner, platformId } from './set-up-runner.ts';

/** A signal nobody aborts. */
export function neverAborted(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** A program of the given JavaScript. */
export function script(code: string, more: Partial<CommandSpec> = {}): CommandSpec {
  return { program: process.execPath, args: ['-e', code], ...more };
}

/** A new folder with a name that breaks careless code; removed when the test is over. */
export async function createTestDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'Žofie Novák (Gäste) '));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
