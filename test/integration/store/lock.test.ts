import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { createTestDir } from '../../fakes/test-dir.ts';
import { createTestRunner, neverAborted } from '../process/set-up.ts';

const entry = fileURLToPath(new URL('count-under-lock.ts', import.meta.url));

test('processes exclude each other, also over locks that killed ones left behind', async () => {
  const dir = await createTestDir();
  const countPath = join(dir, 'count');
  await writeFile(countPath, '0');
  const runner = createTestRunner();
  const endings = ['die', 'live', 'die', 'live', 'die', 'live'];

  const runs = endings.map((ending) => {
    const args = [entry, join(dir, 'lock'), countPath, '10', ending];
    return runner.run({ program: process.execPath, args }, neverAborted());
  });
  const results = await Promise.allSettled(runs);

  expect(results.map(({ status }) => status)).toEqual(endings.map((e) => (e === 'die' ? 'rejected' : 'fulfilled')));
  expect(await readFile(countPath, 'utf8')).toBe('60');
  expect((await readdir(dir)).filter((name) => name !== 'lock')).toEqual(['count']);
});
