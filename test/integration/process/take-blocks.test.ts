import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDir } from '../../fakes/test-dir.ts';
import { createTestRunner, neverAborted } from './set-up.ts';

const entry = fileURLToPath(new URL('take-blocks.ts', import.meta.url));
const programs = 4;
const networksEach = 5;
const blocks = programs * networksEach;

it('gives every network of several programs a block of its own, also where all claims were left by networks that are gone', async () => {
  const dir = await createTestDir();
  const [claimsDir, networksDir] = [join(dir, 'nets'), join(dir, 'networks')];
  await mkdir(networksDir);
  await mkdir(claimsDir);
  for (let block = 0; block < blocks; block += 1) await writeFile(join(claimsDir, String(block)), '/labs/gone/network');
  const runner = createTestRunner();

  const runs = Array.from({ length: programs }, (_, index) => {
    const args = [entry, claimsDir, networksDir, `program-${String(index)}`, String(networksEach), String(blocks)];
    return runner.run({ program: process.execPath, args }, neverAborted());
  });
  const taken = (await Promise.all(runs)).flatMap(({ stdout }) => z.array(z.int()).parse(JSON.parse(stdout)));

  expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: blocks }, (_, block) => block));
});
