import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readFreeBytes } from '../../../src-main/platform/disk.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

test('the free space of a folder that is not there yet is that of its parent', async () => {
  const dir = await createTestDir();

  const freeBytes = await readFreeBytes(dir);
  const freeBytesBelow = await readFreeBytes(join(dir, 'not', 'yet', 'there'));

  expect(freeBytes).toBeGreaterThan(0);
  expect(Math.abs(freeBytesBelow - freeBytes)).toBeLessThan(freeBytes / 2 + 1);
});
