import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { autoinstallSeedFiles } from '../../src-main/guest/documents/autoinstall-seed.ts';
import { baseSeedFiles } from '../../src-main/guest/documents/base-seed.ts';
import { nodeSeedFiles } from '../../src-main/guest/documents/node-seed.ts';
import { toCloudConfig } from '../../src-main/guest/documents/seed-files.ts';
import { offeredKeyboards } from '../../src-renderer/features/setup-wizard/model/offers.ts';
import { createTestDir } from '../fakes/test-dir.ts';
import { readCloudYaml } from '../unit/guest/schemas.ts';
import { firstNode, preparation } from '../unit/guest/seed-inputs.ts';
import { testCacheDir, tool } from './support/host.ts';
import { needPackageLists } from './support/package-lists.ts';

/**
 * Debian's cloud-init, unpacked beside the system and never installed: as a package it would enable services that set this computer
 * up anew at its next start.
 */
async function unpackCloudInit(): Promise<string> {
  needPackageLists();
  const plan = tool('apt-get', 'install', '-s', '--reinstall', '--no-install-recommends', 'cloud-init');
  const packages = [...plan.matchAll(/^Inst (cloud-init|python3-\S+) (?:\[\S+\] )?\((\S+) /gm)];
  const version = packages.find(([, name]) => name === 'cloud-init')?.[2] ?? 'unknown';
  const root = join(testCacheDir, `cloud-init-${version.replaceAll(/[^\w.+-]/g, '_')}`);
  if (existsSync(root)) return root;
  await mkdir(testCacheDir, { recursive: true });
  const work = await mkdtemp(join(testCacheDir, 'cloud-init-work-'));
  try {
    for (const [, name = ''] of packages) fetchInto(work, name);
    await rename(work, root);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return root;
}

function fetchInto(work: string, name: string): void {
  const { status, stderr } = spawnSync('apt-get', ['download', name], { cwd: work, encoding: 'utf8' });
  if (status !== 0) throw new Error(`apt-get download ${name}: ${stderr}`);
  tool('sh', '-c', 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$1" && rm "$deb"; done', 'sh', work);
}

interface Judgement {
  readonly isValid: boolean;
  readonly words: string;
}

describe('cloud-init of Debian', () => {
  let root = '';

  beforeAll(async () => {
    root = await unpackCloudInit();
  }, 300_000);

  async function judge(userData: string): Promise<Judgement> {
    const path = join(await createTestDir(), 'user-data');
    await writeFile(path, userData);
    const env = { ...process.env, PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'), LC_ALL: 'C.UTF-8' };
    const args = [join(root, 'usr/bin/cloud-init'), 'schema', '--config-file', path];
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', args, { env, encoding: 'utf8' });
    return { isValid: status === 0, words: stdout + stderr };
  }

  const { userData: installation } = autoinstallSeedFiles({ ...preparation, architecture: 'amd64' });
  const { autoinstall } = readCloudYaml(installation) as {
    readonly autoinstall: { readonly 'user-data': Readonly<Record<string, unknown>> };
  };

  it.each([
    ['a base', baseSeedFiles(preparation).userData],
    ['a node', nodeSeedFiles(firstNode).userData],
    ['a node behind a proxy', nodeSeedFiles({ ...firstNode, proxy: 'http://proxy.example:3128' }).userData],
    ['an installed base', toCloudConfig(autoinstall['user-data'])],
  ])('calls the user-data of %s valid', async (_, userData) => {
    const { isValid, words } = await judge(userData);

    expect(words).toContain('Valid cloud-config');
    expect(isValid).toBe(true);
  });

  it('calls every keyboard, a far time zone and another language valid', { timeout: 120_000 }, async () => {
    for (const keyboard of offeredKeyboards) {
      const wishes = { ...preparation, keyboard, timezone: 'America/Argentina/ComodRivadavia', locale: 'de_DE.UTF-8' };
      expect((await judge(baseSeedFiles(wishes).userData)).words, keyboard).toContain('Valid cloud-config');
    }
  });

  it('refuses what is wrong, so that accepting means something', async () => {
    const { isValid } = await judge(
      nodeSeedFiles(firstNode).userData.replace('hostname: pi-200', 'hostname: [pi-200]'),
    );

    expect(isValid).toBe(false);
  });
});
