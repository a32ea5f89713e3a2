import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDir } from '../../../scripts/lib/toolchain.mjs';

let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bdl-build-'));
  const vite = join(projectDir, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', join(dir, 'dist'), '--logLevel', 'warn'];
  const built = spawnSync(process.execPath, args, { cwd: projectDir, encoding: 'utf8' });
  expect(built.stderr + built.stdout).toBe('');
  expect(built.status).toBe(0);
}, 120_000);
afterAll(async () => {
  await rm(dir, { recursive: true });
});

describe('the built command line', () => {
  it('needs nothing but itself and a Node', async () => {
    const emptyDir = join(dir, 'empty');
    await mkdir(emptyDir);

    const run = spawnSync(process.execPath, [join(dir, 'dist/cli.js'), '--help'], {
      cwd: emptyDir,
      encoding: 'utf8',
      env: { BDL_HOME: join(dir, 'home'), SystemRoot: process.env.SystemRoot },
    });

    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('bdl');
    expect(run.status).toBe(0);
    expect(await readdir(emptyDir)).toEqual([]);
  });

  it('knows all its parts without any package beside it', () => {
    const run = spawnSync(process.execPath, [join(dir, 'dist/cli.js'), 'list', '--json'], {
      cwd: dir,
      encoding: 'utf8',
      env: { BDL_HOME: join(dir, 'home'), PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
    });

    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, value: { labs: [] } });
  });

  it('leaves the compiled part of terminals to be loaded when one is opened', async () => {
    const names = (await readdir(join(dir, 'dist'), { recursive: true })).filter((name) => name.endsWith('.js'));
    const codes = await Promise.all(names.map((name) => readFile(join(dir, 'dist', name), 'utf8')));

    expect(codes.join('\n')).toMatch(/import\(["']node-pty["']\)/);
    expect(codes.join('\n')).not.toMatch(/(?:from |^import )["']node-pty["']|conpty\.node/m);
  });
});
