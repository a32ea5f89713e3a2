import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import { createBench, fileName, imageId, never, newImage, oldImage, publishNewest, sha256 } from './image-bench.ts';

describe('an image of the catalogue', () => {
  test('is downloaded once, verified, and found from then on without a server', async () => {
    const bench = await createBench();

    const image = await bench.ensure();

    expect(image).toMatchObject({
      imageId,
      digest: sha256(oldImage),
      format: 'qcow2',
      virtualSizeBytes: 10 * 1024 ** 2,
    });
    expect(await readFile(image.path)).toEqual(oldImage);
    expect(bench.messages.at(-1)?.key).toBe('progress.image-download');
    const requests = bench.server.seen.length;
    expect(await bench.ensure()).toMatchObject({ path: image.path });
    expect(await bench.service.probe(imageId, never())).toMatchObject({ status: 'cached' });
    expect(bench.server.seen).toHaveLength(requests);
  });

  test('is replaced by the newest release when the known one is gone', async () => {
    const bench = await createBench();
    await publishNewest(bench);

    expect(await bench.service.probe(imageId, never())).toMatchObject({
      status: 'reachable',
      sizeBytes: newImage.length,
    });
    expect(await bench.ensure()).toMatchObject({ digest: sha256(newImage), virtualSizeBytes: 20 * 1024 ** 2 });
    expect(bench.messages.some((message) => message?.key === 'progress.image-newest')).toBe(true);
  });

  test('is not taken from a list that was changed after it was signed', async () => {
    const bench = await createBench();
    await publishNewest(bench, Buffer.from(`${'0'.repeat(64)} *${fileName}\n`));

    await expect(bench.ensure()).rejects.toMatchObject({ code: 'signature-invalid', params: { image: imageId } });
    expect(bench.server.seen.some(({ url, method }) => url === `/release/${fileName}` && method === 'GET')).toBe(false);
    expect((await bench.service.list()).cached).toEqual([]);
  });

  test('with a wrong checksum is refused, and nothing of it stays', async () => {
    const bench = await createBench();
    bench.server.files.set(`/release-2026/${fileName}`, newImage);

    await expect(bench.ensure()).rejects.toMatchObject({ code: 'image-damaged' });
    expect(await readdir(join(bench.dataDir, 'images', 'work'))).toEqual([]);
  });

  test('comes through in spite of a server that stumbles and a line that breaks', async () => {
    const bench = await createBench();
    bench.server.answers.push({ kind: 'status', status: 503 });
    for (let times = 0; times < 6; times += 1) bench.server.answers.push({ kind: 'stall', afterBytes: 30_000 });

    const image = await bench.ensure(imageId, never(), () => {
      if (bench.server.seen.length < 8) bench.server.cut();
    });

    expect(image).toMatchObject({ digest: sha256(oldImage) });
    expect(bench.server.seen).toHaveLength(8);
  });

  test('gives up with the reason when the server never recovers, and goes on there the next time', async () => {
    const bench = await createBench();
    bench.server.answers.push({ kind: 'stall', afterBytes: 50_000 });
    for (let times = 0; times < 5; times += 1) bench.server.answers.push({ kind: 'status', status: 500 });

    const broken = bench.ensure(imageId, never(), () => {
      bench.server.cut();
    });

    await expect(broken).rejects.toMatchObject({ code: 'download-failed', params: { reason: 'HTTP 500' } });
    await bench.ensure();
    expect(bench.server.seen.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('keeps its part when it is cancelled', async () => {
    const bench = await createBench();
    const cancel = new AbortController();
    bench.server.answers.push({ kind: 'stall', afterBytes: 50_000 });
    const ensuring = bench.service.ensureImage(
      { image: imageId, architecture: 'amd64' },
      {
        signal: cancel.signal,
        report: (fraction) => {
          if (fraction !== null && fraction > 0) cancel.abort();
        },
      },
    );

    await expect(ensuring).rejects.toThrow(CancelledError);
    expect(await readdir(join(bench.dataDir, 'images', 'work'))).toContain(`${sha256(oldImage)}.part`);
  });

  test('is fetched once when two ask for it at the same time', async () => {
    const bench = await createBench();

    const [first, second] = await Promise.all([bench.ensure(), bench.ensure()]);

    expect(first).toEqual(second);
    expect(bench.server.seen.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  test('that is no disk after all is refused', async () => {
    const bench = await createBench();
    await publishNewest(bench);
    const page = Buffer.from('<!DOCTYPE html>');
    const list = Buffer.from(`${sha256(page)} *${fileName}\n`);
    bench.server.files.set(`/release/${fileName}`, page);
    bench.server.files.set('/release/SHA256SUMS', list);
    bench.server.files.set('/release/SHA256SUMS.gpg', Buffer.from(await bench.publisher.signBinary(list)));

    await expect(bench.ensure()).rejects.toMatchObject({ code: 'image-not-usable' });
  });

  test('is fetched anew when its record was damaged, and others stay usable', async () => {
    const bench = await createBench();
    const image = await bench.ensure();
    await writeFile(join(image.path, '..', 'image.json'), '{"schemaVer');

    expect((await bench.service.list()).cached).toEqual([]);
    expect(await bench.ensure()).toMatchObject({ digest: image.digest });
    expect((await bench.service.list()).cached).toHaveLength(1);
  });

  test('is not listed while its folder is unfinished', async () => {
    const bench = await createBench();
    const dir = join(bench.dataDir, 'images', 'f'.repeat(64));
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'image.qcow2'), oldImage);

    expect((await bench.service.list()).cached).toEqual([]);
  });

  test('is removed by the beginning of its digest, and only then', async () => {
    const bench = await createBench();
    const { digest } = await bench.ensure();

    expect(await bench.service.remove(digest.slice(0, 7))).toBeNull();
    expect(await bench.service.remove('0'.repeat(64))).toBeNull();
    expect(await bench.service.remove(digest.slice(0, 12))).toBeGreaterThan(0);
    expect((await bench.service.list()).cached).toEqual([]);
    expect(await readdir(join(bench.dataDir, 'images'))).toEqual(['work']);
  });
});

describe('an image that cannot be reached', () => {
  test.each([
    { isRoot: true, fallback: 'debian-packages' },
    { isRoot: false, fallback: null },
  ])('has the fallback $fallback for root: $isRoot', async ({ isRoot, fallback }) => {
    const bench = await createBench({ isRoot });
    bench.server.files.clear();

    expect(await bench.service.probe(imageId, never())).toEqual({ status: 'unreachable', sizeBytes: null, fallback });
  });

  test('is refused with its name', async () => {
    const bench = await createBench();
    bench.server.files.clear();

    await expect(bench.ensure()).rejects.toMatchObject({ code: 'image-unreachable', params: { image: imageId } });
  });

  test('has no fallback on other systems', async () => {
    const bench = await createBench({ id: 'macos', isRoot: true });
    bench.server.files.clear();

    expect(await bench.service.probe(imageId, never())).toMatchObject({ fallback: null });
  });
});
