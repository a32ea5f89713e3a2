import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { copyFile, mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedImageBytes } from '../../src-main/guest/seed-image.ts';
import { tool } from './support/host.ts';
import { createCountingRunner, createRealDriver, describeVirtualBox, makeRoot } from './support/real-virtualbox.ts';
import { call, defineBase, makeImage, mebibyte, rawInfo, vbox } from './support/virtualbox-lab.ts';

describeVirtualBox('images and the real VBoxManage', () => {
  const driver = createRealDriver(createCountingRunner());
  let root: Awaited<ReturnType<typeof makeRoot>>;
  let homeDir: string;
  let imagePath: string;

  beforeAll(async () => {
    root = await makeRoot();
    homeDir = join(root.rootDir, 'Žofie Novák (Gäste)');
    await mkdir(homeDir);
    imagePath = join(root.rootDir, 'image.qcow2');
    makeImage(imagePath);
  });

  afterAll(async () => {
    await root.remove();
  });

  it('makes a base after the program that was copying its image was killed', async () => {
    const bigPath = join(root.rootDir, 'big.qcow2');
    tool('qemu-img', 'create', '-q', '-f', 'qcow2', bigPath, '600M');
    tool('qemu-io', '-c', 'write -P 7 0 600M', bigPath);
    const definition = { ...(await defineBase(homeDir, 'killed', bigPath)), diskBytes: 600 * mebibyte };
    await writeFile(join(definition.ref.dir, 'unfinished.txt'), '');
    const target = join(definition.ref.dir, 'base.vdi');
    // VirtualBox's server goes on copying when its client is gone.
    const midway =
      'until [ "$(stat -c %s "$2" 2> /dev/null || echo 0)" -gt 10000000 ]; do kill -0 $! || exit 1; sleep 0.01; done';
    const script = `VBoxManage clonemedium disk "$1" "$2" --format VDI & ${midway}; kill -9 $!`;
    execFileSync('sh', ['-c', script, 'sh', bigPath, target], { stdio: 'ignore' });

    await driver.createBase(definition, call);

    expect((await driver.inspect(definition.ref, call)).state).toBe('stopped');
    await driver.deleteVm(definition.ref, call);
    expect(vbox('list', '--long', 'hdds')).not.toContain(target);
  });

  it('makes a base around an installation medium, and leaves the medium out of its registry once it is sealed', async () => {
    const isoPath = join(root.rootDir, 'medium.iso');
    await writeFile(isoPath, seedImageBytes({ userData: '', metaData: '', networkConfig: '' }));
    const plain = await defineBase(homeDir, 'installed', imagePath);
    const definition = { ...plain, source: { kind: 'installer', isoPath } as const };

    await driver.createBase(definition, call);

    expect(Object.fromEntries(rawInfo(definition.ref))).toMatchObject({
      boot1: 'disk',
      boot2: 'dvd',
      'SATA-1-0': isoPath,
      'SATA-2-0': definition.seedPath,
    });
    const base = await driver.sealBase(definition.ref, call);
    expect(Object.fromEntries(rawInfo(base))).toMatchObject({ boot2: 'none', 'SATA-1-0': 'none', 'SATA-2-0': 'none' });
    expect(vbox('list', 'dvds')).not.toContain(isoPath);
  });

  describe('images it cannot use', () => {
    it.each([
      ['a download that broke off', 'image-damaged', (path: string) => truncate(path, 3 * mebibyte)],
      ['no image at all', 'image-not-usable', (path: string) => writeFile(path, 'hello\n'.repeat(10_000))],
      [
        'an image with zstd clusters',
        'image-not-usable',
        (path: string) => {
          tool('qemu-img', 'convert', '-c', '-O', 'qcow2', '-o', 'compression_type=zstd', imagePath, path);
          return Promise.resolve();
        },
      ],
    ] as const)('refuses %s as %s, and leaves nothing', async (_, code, spoil) => {
      const path = join(root.rootDir, 'spoilt.img');
      await copyFile(imagePath, path);
      await spoil(path);
      const definition = await defineBase(homeDir, `spoilt-${code}`, path);

      await expect(driver.createBase(definition, call)).rejects.toMatchObject({ code });
      await driver.deleteVm(definition.ref, call);

      expect(readdirSync(definition.ref.dir)).toEqual(['seed.iso']);
      expect((await driver.inspect(definition.ref, call)).state).toBe('absent');
    });
  });
});
