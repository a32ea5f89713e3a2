import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readPlatform } from '../../../src-main/platform/platform.ts';
import type { PlatformSource } from '../../../src-main/platform/platform.ts';
import { ensureRuntimeDir } from '../../../src-main/platform/runtime-dir.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const home = '/home/Žofie Novák (Gäste)';
const linux: PlatformSource = {
  env: {},
  platform: 'linux',
  arch: 'x64',
  homeDir: home,
  uid: 1000,
  userName: 'Žofie',
  hostName: 'laptop',
  tmpDir: '/tmp',
};
const macos: PlatformSource = { ...linux, platform: 'darwin', arch: 'arm64', uid: 501 };
const windows: PlatformSource = {
  ...linux,
  platform: 'win32',
  uid: -1,
  homeDir: 'C:\\Users\\Žofie Novák (Gäste)',
  tmpDir: 'C:\\Temp',
};

describe('the data folder', () => {
  test.each([
    { title: 'Linux', source: linux, dir: `${home}/.local/share/big-data-lab` },
    { title: 'XDG_DATA_HOME', source: { ...linux, env: { XDG_DATA_HOME: '/data' } }, dir: '/data/big-data-lab' },
    {
      title: 'a relative XDG_DATA_HOME',
      source: { ...linux, env: { XDG_DATA_HOME: 'data' } },
      dir: `${home}/.local/share/big-data-lab`,
    },
    { title: 'macOS', source: macos, dir: `${home}/Library/Application Support/Big Data Lab` },
    { title: 'Windows', source: windows, dir: 'C:\\Users\\Žofie Novák (Gäste)\\AppData\\Local\\Big Data Lab' },
    {
      title: 'LOCALAPPDATA',
      source: { ...windows, env: { LOCALAPPDATA: 'D:\\Lokal' } },
      dir: 'D:\\Lokal\\Big Data Lab',
    },
    { title: 'BDL_HOME', source: { ...linux, env: { BDL_HOME: '/x/../y', XDG_DATA_HOME: '/data' } }, dir: '/y' },
    { title: 'BDL_HOME on macOS', source: { ...macos, env: { BDL_HOME: '/y' } }, dir: '/y' },
    { title: 'BDL_HOME on Windows', source: { ...windows, env: { BDL_HOME: 'E:/lab' } }, dir: 'E:\\lab' },
    {
      title: 'an empty BDL_HOME',
      source: { ...linux, env: { BDL_HOME: '' } },
      dir: `${home}/.local/share/big-data-lab`,
    },
  ])('follows $title', ({ source, dir }) => {
    expect(readPlatform(source).dataDir).toBe(dir);
  });
});

describe('the runtime folder', () => {
  const { uid } = userInfo();

  test('lies in XDG_RUNTIME_DIR when that is ours', () => {
    // The folder of a test has a name too long for a socket; the system's temporary one is short, and root owns it.
    const source = { ...linux, uid: 0, env: { XDG_RUNTIME_DIR: '/' } };

    expect(readPlatform(source).runtimeDir).toBe('/bdl');
  });

  test.each([
    { title: 'another user owns it', env: { XDG_RUNTIME_DIR: '/' }, owner: uid + 1 },
    { title: 'it is not there', env: { XDG_RUNTIME_DIR: '/nowhere/at/all' }, owner: uid },
    { title: 'it is not absolute', env: { XDG_RUNTIME_DIR: '.' }, owner: uid },
    { title: 'it is not set', env: {}, owner: uid },
  ])('lies in the temporary folder when $title', ({ env, owner }) => {
    expect(readPlatform({ ...linux, uid: owner, env }).runtimeDir).toBe(`/tmp/bdl-${String(owner)}`);
  });

  test('is short enough for a socket even where the temporary folder is not', () => {
    const source = { ...macos, tmpDir: `/var/folders/${'x'.repeat(60)}/T` };

    expect(readPlatform(source).runtimeDir).toBe('/tmp/bdl-501');
  });

  test('keeps the temporary folder of macOS', () => {
    const tmpDir = '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T';

    expect(readPlatform({ ...macos, tmpDir }).runtimeDir).toBe(`${tmpDir}/bdl-501`);
  });

  test.skipIf(uid === -1)('is made for this user alone, again and again', async () => {
    const dir = join(await createTestDir(), 'run', 'bdl');

    await ensureRuntimeDir(dir, uid);
    await ensureRuntimeDir(dir, uid);

    expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  test.skipIf(uid === -1)(
    'is refused when others or its group may write to it, when another owns it, or when it is a link',
    async () => {
      const dir = await createTestDir();
      await mkdir(join(dir, 'open'));
      await chmod(join(dir, 'open'), 0o777);
      await mkdir(join(dir, 'group'));
      await chmod(join(dir, 'group'), 0o770);
      await writeFile(join(dir, 'file'), '', { mode: 0o600 });
      await mkdir(join(dir, 'private'), { mode: 0o700 });
      await symlink(join(dir, 'private'), join(dir, 'link'));

      const refused = { code: 'data-folder-not-writable' };
      await expect(ensureRuntimeDir(join(dir, 'open'), uid)).rejects.toMatchObject(refused);
      await expect(ensureRuntimeDir(join(dir, 'group'), uid)).rejects.toMatchObject(refused);
      await expect(ensureRuntimeDir(join(dir, 'file'), uid)).rejects.toThrow();
      await expect(ensureRuntimeDir(join(dir, 'private'), uid + 1)).rejects.toMatchObject(refused);
      await expect(ensureRuntimeDir(join(dir, 'link'), uid)).rejects.toMatchObject(refused);
    },
  );
});

describe('the language', () => {
  test.each([
    { env: { LANG: 'de_DE.UTF-8' }, language: 'de' },
    { env: { LANG: 'de' }, language: 'de' },
    { env: { LANG: 'en_US.UTF-8' }, language: 'en' },
    { env: { LANG: 'fr_FR.UTF-8' }, language: 'en' },
    { env: { LANG: 'den_XX' }, language: 'en' },
    { env: { LANG: 'de_AT.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, language: 'en' },
    { env: { LANG: 'en_US', LC_MESSAGES: 'en_US', LC_ALL: 'de_CH.UTF-8' }, language: 'de' },
    { env: { LANG: 'en_US', LC_ALL: '' }, language: 'en' },
    { env: { LC_ALL: 'en_US.UTF-8', BDL_LANG: 'de' }, language: 'de' },
    { env: { LC_ALL: 'de_DE.UTF-8', BDL_LANG: 'en' }, language: 'en' },
    { env: { LC_ALL: 'de_DE.UTF-8', BDL_LANG: 'fr' }, language: 'de' },
    { env: {}, language: 'en' },
    { env: {}, systemLocale: 'de-DE', language: 'de' },
    { env: { LANG: 'C.UTF-8' }, systemLocale: 'de-DE', language: 'en' },
  ])('is $language for $env and system locale $systemLocale', ({ env, systemLocale, language }) => {
    const locale = systemLocale === undefined ? {} : { systemLocale };

    expect(readPlatform({ ...linux, env, ...locale }).language).toBe(language);
  });
});

describe('the rest of a platform', () => {
  test.each([
    { source: linux, id: 'linux', architecture: 'amd64' },
    { source: macos, id: 'macos', architecture: 'arm64' },
    { source: windows, id: 'windows', architecture: 'amd64' },
  ])('says $id and $architecture', ({ source, id, architecture }) => {
    expect(readPlatform(source)).toMatchObject({ id, architecture, userName: 'Žofie', isRoot: false });
  });

  test('refuses a CPU without guests', () => {
    expect(() => readPlatform({ ...linux, arch: 'riscv64' })).toThrow(
      expect.objectContaining({ code: 'not-supported', params: { what: 'riscv64' } }),
    );
  });

  test('knows root', () => {
    expect(readPlatform({ ...linux, uid: 0 }).isRoot).toBe(true);
  });

  test('has a copy of the environment that nobody can change', () => {
    const env: Record<string, string | undefined> = { A: '1', GONE: undefined };
    const platform = readPlatform({ ...linux, env });
    env.A = '2';

    expect(platform.env).toEqual({ A: '1' });
    expect(Object.isFrozen(platform.env)).toBe(true);
  });

  test.each([
    { env: {}, proxy: { http: null, https: null, no: [] } },
    {
      env: { http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:2', HTTPS_PROXY: 'http://c:3', NO_PROXY: 'x.de, .local' },
      proxy: { http: 'http://a:1', https: 'http://c:3', no: ['x.de', '.local'] },
    },
    {
      env: { ALL_PROXY: 'socks5://a:1', https_proxy: 'http://b:2', http_proxy: '' },
      proxy: { http: 'socks5://a:1', https: 'http://b:2', no: [] },
    },
  ])('reads the proxies of $env', ({ env, proxy }) => {
    expect(readPlatform({ ...linux, env }).proxy).toEqual(proxy);
  });
});
