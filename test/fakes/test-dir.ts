import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A new folder whose name breaks careless code; removed when the test is over. */
export async function createTestDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'Žofie Novák (Gäste) '));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
