import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { describe, expect, test } from 'vitest';

import { runInteractive } from '../../../src-main/process/interactive.ts';
import { createTestDir, createTestRunner, neverAborted, platformId } from './set-up.ts';

const name = 'bdl-test-program';

/** A folder with a program of this name, in which the test then is, as a person in a folder that somebody sent. */
async function enterFolderWithProgram(): Promise<{ readonly dir: string; readonly below: string }> {
  const dir = await createTestDir();
  const below = join(dir, 'below');
  await mkdir(below);
  for (const path of [join(dir, name), join(below, name)]) {
    await writeFile(path, '#!/bin/sh\necho planted\n');
    await chmod(path, 0o755);
  }
  return { dir, below };
}

describe.skipIf(platformId === 'windows')('a program named without a folder', () => {
  test.each(['.', '', ':', '/usr/bin:', '/usr/bin:.:/bin', 'below', './below', '../*'])(
    'is not found in the folder the user is in, with PATH=%j',
    async (PATH) => {
      const { dir } = await enterFolderWithProgram();
      const runner = createTestRunner({ baseEnv: { PATH } });
      const spec = { program: name, args: [], cwd: dir };

      await expect(runner.run(spec, neverAborted())).rejects.toMatchObject({ reason: 'missing' });
      await expect(runner.startDetached(spec, join(dir, 'log'))).rejects.toMatchObject({ reason: 'missing' });
      await expect(runInteractive(spec, { platformId, env: { PATH } })).rejects.toMatchObject({ reason: 'missing' });
    },
  );

  test('is not found in a relative folder of PATH seen from where this program runs', async () => {
    const { below } = await enterFolderWithProgram();
    const runner = createTestRunner({ baseEnv: { PATH: relative(process.cwd(), below) } });

    await expect(runner.run({ program: name, args: [] }, neverAborted())).rejects.toMatchObject({ reason: 'missing' });
  });

  test('is found in an absolute folder, past a folder and a file of that name that are no programs', async () => {
    const { dir, below } = await enterFolderWithProgram();
    await mkdir(join(dir, 'a', name), { recursive: true });
    await mkdir(join(dir, 'b'));
    await writeFile(join(dir, 'b', name), 'no program', { mode: 0o600 });
    const runner = createTestRunner({ baseEnv: { PATH: [join(dir, 'a'), join(dir, 'b'), below].join(':') } });

    const { stdout } = await runner.run({ program: name, args: [] }, neverAborted());

    expect(stdout).toBe('planted\n');
  });
});
