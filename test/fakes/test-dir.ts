import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A new folder whose name breaks careless code; removed when the test is over. */
export async function createTestDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'Žofie Novák (Gäste) '));
  // An operation tells its end before it writes down how long it took: that last file may come in between.
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return dir;
}
