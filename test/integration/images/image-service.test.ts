import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import { describe, expect, onTestFinished, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import type { TextRef } from '../../../src-main/domain/operation.ts';
import type { CatalogueEntry } from '../../../src-main/images/catalogue.ts';
import { createHttpClient } from '../../../src-main/images/http-client.ts';
import { createImageService } from '../../../src-main/images/image-service.ts';
import type { ImageService, ImageServiceSetup } from '../../../src-main/images/image-service.ts';
import type { PublisherKey } from '../../../src-main/images/refresh.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { makeIso, makeOva, makeQcow2 } from '../../unit/images/disk-samples.ts';
import { createTestRunner, platformId } from '../process/set-up-runner.ts';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const imageId = 'test-1.0';
const fileName = 'test-1.0-amd64.img';
const oldImage = makeQcow2();
const newImage = makeQcow2({ virtualBytes: 20 * 1024 ** 2 });

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Publisher {
  readonly key: PublisherKey;
  signatureOf(content: Buffer): Promise<Buffer>;
}

async function createPublisher(): Promise<Publisher> {
  const pair = await generateKey({ userIDs: [{ name: 'Publisher' }], type: 'curve25519', format: 'armored' });
  const signingKeys = await readPrivateKey({ armoredKey: pair.privateKey });
  return {
    key: { armored: pair.publicKey, fingerprint: (await readKey({ armoredKey: pair.publicKey })).getFingerprint() },
    signatureOf: async (content) =>
      Buffer.from(
        await sign({
          message: await createMessage({ binary: content }),
          signingKeys,
          detached: true,
          format: 'binary',
        }),
      ),
  };
}

interface Bench {
  readonly service: ImageService;
  readonly server: TestServer;
  readonly publisher: Publisher;
  readonly dataDir: string;
  readonly messages: readonly (TextRef | undefined)[];
  ensure(image?: string, signal?: AbortSignal, onReport?: () => void): ReturnType<ImageService['ensureImage']>;
}

/** A service that knows one image, in its dated folder, from a publisher on 127.0.0.1. */
async function createBench(changes: Partial<ImageServiceSetup['platform']> = {}): Promise<Bench> {
  const server = await startTestServer({ [`/release-2026/${fileName}`]: oldImage });
  const publisher = await createPublisher();
  const dataDir = await createTestDir();
  const runner = createTestRunner();
  const proxy = { http: null, https: null, no: [] };
  const http = createHttpClient(proxy);
  onTestFinished(() => http.close());
  const file = { folders: [`${server.url}/release-2026`], fileName, digest: sha256(oldImage) };
  const entry: CatalogueEntry = {
    imageId,
    latestFolder: `${server.url}/release`,
    files: { amd64: file, arm64: { ...file, fileName: 'test-1.0-arm64.img' } },
  };
  const service = createImageService({
    paths: createPaths(dataDir),
    runner,
    processes: createProcessTable({ platformId, runner, clock: systemClock }),
    clock: createFakeClock(),
    platform: { id: 'linux', architecture: 'amd64', isRoot: false, env: {}, proxy, ...changes },
    http,
    offer: { entries: [entry], key: publisher.key },
  });
  const messages: (TextRef | undefined)[] = [];
  return {
    service,
    server,
    publisher,
    dataDir,
    messages,
    ensure: (image = imageId, signal = never(), onReport = () => undefined) =>
      service.ensureImage(
        { image, architecture: 'amd64' },
        {
          signal,
          report: (_, message) => {
            messages.push(message);
            onReport();
          },
        },
      ),
  };
}

/** Lets the dated release vanish and a newer one appear, as its publisher does after months. */
async function publishNewest({ server, publisher }: Bench, sums?: Buffer): Promise<void> {
  const list = Buffer.from(`${sha256(newImage)} *${fileName}\n`);
  server.files.delete(`/release-2026/${fileName}`);
  server.files.set(`/release/${fileName}`, newImage);
  server.files.set('/release/SHA256SUMS', sums ?? list);
  server.files.set('/release/SHA256SUMS.gpg', await publisher.signatureOf(list));
}

function never(): AbortSignal {
  return new AbortController().signal;
}

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
    bench.server.files.set('/release/SHA256SUMS.gpg', await bench.publisher.signatureOf(list));

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
    ['an ISO', makeIso(), 'not-supported'],
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
