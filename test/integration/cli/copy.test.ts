import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDir } from '../../fakes/test-dir.ts';
import { createLab } from './lab-trial.ts';

describe('copy', () => {
  it('copies a file to every node, or to one, and says where it lies', async () => {
    const trial = await createLab();
    const path = join(await createTestDir(), 'my data.csv');
    await writeFile(path, 'a,b\n');

    expect(await trial.ok('copy', path)).toBe('pi-200: /home/pi/my data.csv\npi-201: /home/pi/my data.csv\n');
    expect(await trial.ok('copy', path, '--node', 'pi-201')).toBe('pi-201: /home/pi/my data-2.csv\n');

    expect(trial.guests.files('pi-200').contents.get('/home/pi/my data.csv')?.toString()).toBe('a,b\n');
  });

  it('refuses what is no file', async () => {
    const trial = await createLab();
    const dir = await createTestDir();
    await mkdir(join(dir, 'folder'));

    for (const name of ['folder', 'nothing']) {
      const { exitCode, stderr } = await trial.run(['copy', join(dir, name)]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(name);
    }
  });
});
