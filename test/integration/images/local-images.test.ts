import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { makeIso, makeOva, makeQcow2 } from '../../unit/images/disk-samples.ts';
import { readMedium } from '../../unit/images/iso-samples.ts';
import { createBench, imageId, never, newImage, oldImage, sha256 } from './image-bench.ts';

describe('a file of the user', () => {
  test('is copied, so that it may be deleted afterwards', async () => {
    const bench = await createBench();
    const path = join(bench.dataDir, 'mein bild.dat');
    await writeFile(path, oldImage);
    const wanted = { image: `file:${path}`, architecture: 'amd64' } as const;

    expect(await bench.service.probe(wanted.image, never())).toMatchObject({
      status: 'local',
      sizeBytes: oldImage.length,
    });
    expect(await bench.service.describe(wanted)).toMatchObject({ action: 'import', sizeBytes: oldImage.length });
    const image = await bench.ensure(wanted.image);
    await rm(path);

    expect(await readFile(image.path)).toEqual(oldImage);
    expect(await bench.service.findImage(wanted)).toMatchObject({ digest: image.digest });
  });

  test('that changed is copied anew', async () => {
    const bench = await createBench();
    const path = join(bench.dataDir, 'image.qcow2');
    await writeFile(path, oldImage);
    await bench.ensure(`file:${path}`);
    await writeFile(path, newImage);
    await utimes(path, new Date(), new Date(Date.UTC(2030, 0, 1)));

    expect(await bench.service.findImage({ image: `file:${path}`, architecture: 'amd64' })).toBeNull();
    expect(await bench.ensure(`file:${path}`)).toMatchObject({ digest: sha256(newImage) });
  });

  test('that the catalogue knows too is kept once and found under both names', async () => {
    const bench = await createBench();
    const path = join(bench.dataDir, 'image.qcow2');
    await writeFile(path, oldImage);
    await bench.ensure(`file:${path}`);

    expect(await bench.service.findImage({ image: imageId, architecture: 'amd64' })).toMatchObject({ imageId });
    expect((await bench.service.list()).cached).toHaveLength(1);
  });

  test.each([
    ['an ISO without a file', makeIso(), 'image-damaged'],
    ['an installation medium for another processor', readMedium('server-arm64'), 'image-not-usable'],
    ['an appliance', makeOva(), 'image-not-usable'],
    ['a cut image', makeQcow2().subarray(0, 5 * 65_536), 'image-damaged'],
    ['a text', Buffer.from('hello'), 'image-not-usable'],
  ])('that is %s is refused before anything is made', async (_, content, code) => {
    const bench = await createBench();
    const path = join(bench.dataDir, 'file');
    await writeFile(path, content);

    await expect(bench.service.probe(`file:${path}`, never())).rejects.toMatchObject({ code });
    await expect(bench.ensure(`file:${path}`)).rejects.toMatchObject({ code });
    expect((await bench.service.list()).cached).toEqual([]);
  });
});

describe('an installation medium of the user', () => {
  test('is copied as it is, and once more with a boot menu that asks nothing', async () => {
    const bench = await createBench();
    const path = join(bench.dataDir, 'Ubuntu Server.iso');
    const medium = readMedium('server-amd64');
    await writeFile(path, medium);
    const wanted = { image: `file:${path}`, architecture: 'amd64' } as const;

    expect(await bench.service.probe(wanted.image, never())).toMatchObject({ status: 'local', installs: '24.04' });
    expect(await bench.service.describe(wanted)).toMatchObject({ action: 'import', isInstaller: true });
    const image = await bench.ensure(wanted.image);
    await rm(path);
    const targetPath = join(bench.dataDir, 'installer.iso');
    const options = { signal: never(), report: () => undefined };
    await bench.service.copyInstaller({ image, architecture: 'amd64', targetPath }, options);

    expect(image).toMatchObject({ format: 'iso' });
    expect(await readFile(image.path)).toEqual(medium);
    expect((await readFile(targetPath)).includes('autoinstall')).toBe(true);
    expect(await bench.service.describe(wanted)).toMatchObject({ action: 'cached', isInstaller: true });
  });
});

describe('the built image', () => {
  test('is planned with the commands that would run', async () => {
    const bench = await createBench({ isRoot: true });

    const { action, commands } = await bench.service.describe({ image: 'debian-packages', architecture: 'amd64' });

    expect(action).toBe('build');
    expect(commands.map(({ program }) => program)).toEqual(['setpriv', 'sfdisk', 'mke2fs', 'grub-mkimage', 'qemu-img']);
  });

  test('is refused without root before anything is made', async () => {
    const bench = await createBench();

    await expect(bench.ensure('debian-packages')).rejects.toMatchObject({ code: 'needs-root' });
    await expect(bench.service.describe({ image: 'debian-packages', architecture: 'amd64' })).rejects.toMatchObject({
      code: 'needs-root',
    });
  });
});

test('an id that stands for nothing is refused with the known ones', async () => {
  const { service } = await createBench();

  await expect(service.probe('ubuntu-2404', never())).rejects.toMatchObject({
    code: 'image-not-known',
    params: { image: 'ubuntu-2404', known: `${imageId}, debian-packages` },
  });
});
