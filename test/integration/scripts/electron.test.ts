import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ensureElectron, hasElectron, mayOpenWindow } from '../../../scripts/lib/electron.mjs';
import { findWindowOfApp } from '../../../src-main/platform/window-of-app.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const dayMs = 24 * 3600_000;
const fetches = `
  const fs = require('node:fs');
  fs.appendFileSync(__dirname + '/tried', 'x');
  fs.mkdirSync(__dirname + '/dist');
  fs.writeFileSync(__dirname + '/dist/electron', '');
  fs.writeFileSync(__dirname + '/path.txt', 'electron');
`;
const fails = "require('node:fs').appendFileSync(__dirname + '/tried', 'x'); process.exit(1);";
const hangs = 'setInterval(() => undefined, 1000);';

let dir = '';
let printed: string[] = [];
beforeEach(async () => {
  dir = await createTestDir();
  printed = [];
});

async function writePackage(install: string, version = '45.0.0'): Promise<void> {
  await mkdir(join(dir, 'node_modules', 'electron'), { recursive: true });
  await writeFile(join(dir, 'package.json'), '{}');
  await writeFile(join(dir, 'node_modules', 'electron', 'package.json'), JSON.stringify({ name: 'electron', version }));
  await writeFile(join(dir, 'node_modules', 'electron', 'install.js'), install);
}

function ensure(nowMs: number, limitMs = 60_000): boolean {
  return ensureElectron({ dir, node: process.execPath, nowMs, print: (line) => printed.push(line), limitMs });
}

describe('Electron', () => {
  it('is fetched once, and said so', async () => {
    await writePackage(fetches);

    expect([hasElectron(dir), ensure(0), ensure(1), hasElectron(dir)]).toEqual([false, true, true, true]);
    expect(printed).toEqual([expect.stringContaining('Fetching Electron 45.0.0')]);
  });

  it('that cannot be fetched is not tried again for a day', async () => {
    await writePackage(fails);

    expect([ensure(0), ensure(dayMs - 1)]).toEqual([false, false]);
    expect(printed).toHaveLength(1);
    await writePackage(fetches);
    expect(ensure(dayMs)).toBe(true);
  });

  it('of another version is tried at once', async () => {
    await writePackage(fails);
    ensure(0);
    await writePackage(fetches, '46.0.0');

    expect(ensure(1)).toBe(true);
  });

  it('that takes too long is given up', async () => {
    await writePackage(hangs);

    expect(ensure(0, 500)).toBe(false);
  });

  it('is tried again when nobody can read what was noted', async () => {
    await writePackage(fetches);
    await mkdir(join(dir, 'node_modules', '.cache'));
    await writeFile(join(dir, 'node_modules', '.cache', 'electron-not-fetched.json'), '{');

    expect(ensure(0)).toBe(true);
  });
});

describe('the window of the app', () => {
  const platform = { id: 'macos', env: {}, isRoot: false } as const;

  it.each([
    ['its source', 'src-main'],
    ['a built entry', join('dist', 'main')],
  ])('is found from %s', async (_, entry) => {
    await writePackage(fetches);
    await mkdir(join(dir, entry), { recursive: true });
    const entryDir = join(dir, entry);
    expect(findWindowOfApp(platform, entryDir).obstacle).toBe('no-electron');

    ensure(0);
    expect(findWindowOfApp(platform, entryDir).obstacle).toBe('not-built');
    await mkdir(join(dir, 'dist', 'window'), { recursive: true });
    await writeFile(join(dir, 'dist', 'window', 'index.js'), '');

    expect(findWindowOfApp(platform, entryDir)).toEqual({
      obstacle: null,
      electronPath: join(dir, 'node_modules', 'electron', 'dist', 'electron'),
      appDir: dir,
    });
  });
});

describe('fetching it', () => {
  it.each([
    ['a desktop', 'linux', { DISPLAY: ':0' }, 1000, true],
    ['a server', 'linux', {}, 1000, false],
    ['root', 'linux', { DISPLAY: ':0' }, 0, false],
    ['Windows', 'win32', {}, -1, true],
    ['macOS over SSH', 'darwin', { SSH_CONNECTION: 'x' }, 501, false],
  ])('is worth while on %s: %s', (...[, platform, env, uid, expected]) => {
    expect(mayOpenWindow({ platform, env, uid })).toBe(expected);
  });
});
