import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ensureDataFolder } from '../../../src-main/store/data-folder.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

describe('ensureDataFolder', () => {
  test('makes the data folder and its parts, and nothing else, again and again', async () => {
    const paths = createPaths(join(await createTestDir(), 'share', 'big-data-lab'));

    await ensureDataFolder(paths);
    await ensureDataFolder(paths);

    expect((await readdir(paths.dataDir)).toSorted()).toEqual(['bases', 'images', 'labs', 'logs', 'trash']);
  });

  test.skipIf(process.platform === 'win32')('makes new folders for this user alone and leaves old ones', async () => {
    const paths = createPaths(join(await createTestDir(), 'data'));
    await mkdir(paths.dataDir);
    await chmod(paths.dataDir, 0o755);

    await ensureDataFolder(paths);

    expect((await stat(paths.dataDir)).mode & 0o777).toBe(0o755);
    expect((await stat(paths.labsDir)).mode & 0o777).toBe(0o700);
  });

  test('refuses a file in place of a folder', async () => {
    const dir = await createTestDir();
    await writeFile(join(dir, 'data'), '');

    const refused = { code: 'data-folder-not-writable' };
    await expect(ensureDataFolder(createPaths(join(dir, 'data')))).rejects.toMatchObject(refused);
    await expect(ensureDataFolder(createPaths(join(dir, 'data', 'below')))).rejects.toMatchObject(refused);
  });
});
