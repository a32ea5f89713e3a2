import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { memoryDir } from './memory-dir.ts';

/** As `createTestDir`, for tests that are many; nothing large goes into it. */
export function createQuickTestDir(): Promise<string> {
  return makeDir(memoryDir());
}

/** A new folder whose name breaks careless code; removed when the test is over. */
export function createTestDir(): Promise<string> {
  return makeDir(tmpdir());
}

async function makeDir(parent: string): Promise<string> {
  const dir = await mkdtemp(join(parent, 'Žofie Novák (Gäste) '));
  // An operation tells its end before it writes down how long it took: that last file may come in between.
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return dir;
}
