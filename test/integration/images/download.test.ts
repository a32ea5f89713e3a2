import { createHash } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import { createHttpClient } from '../../../src-main/images/http-client.ts';
import type { HttpClient, HttpTimeouts } from '../../../src-main/images/http-client.ts';
import { downloadFile } from '../../../src-main/images/ranged-download.ts';
import type { DownloadOutcome } from '../../../src-main/images/ranged-download.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { startTestProxy } from './test-proxy.ts';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const noProxy = { http: null, https: null, no: [] };
const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function createTestClient(
  proxy = noProxy as Parameters<typeof createHttpClient>[0],
  timeouts: HttpTimeouts = {},
): HttpClient {
  const http = createHttpClient(proxy, timeouts);
  onTestFinished(() => http.close());
  return http;
}

interface Bench {
  readonly server: TestServer;
  readonly path: string;
  readonly dir: string;
  readonly progress: readonly (readonly [number, number | null])[];
  download(changes?: Partial<Parameters<typeof downloadFile>[0]>): Promise<DownloadOutcome>;
}

async function createBench(http = createTestClient()): Promise<Bench> {
  const server = await startTestServer({ '/image.img': content });
  const dir = await createTestDir();
  const path = join(dir, 'image.part');
  const progress: (readonly [number, number | null])[] = [];
  return {
    server,
    path,
    dir,
    progress,
    download: (changes = {}) =>
      downloadFile({
        url: `${server.url}/image.img`,
        path,
        digest: sha256(content),
        http,
        signal: new AbortController().signal,
        onProgress: (received, total) => progress.push([received, total]),
        ...changes,
      }),
  };
}

/** A download whose connection is cut after so many bytes. */
async function downloadUntil(bench: Bench, bytes: number): Promise<DownloadOutcome> {
  bench.server.answers.push({ kind: 'stall', afterBytes: bytes });
  const onProgress = (received: number): void => {
    if (received === bytes) bench.server.cut();
  };
  return bench.download({ onProgress });
}

describe('downloadFile', () => {
  test('gets the whole file, reports bytes and proves its checksum', async () => {
    const bench = await createBench();

    expect(await bench.download()).toEqual({ kind: 'done' });
    expect(await readFile(bench.path)).toEqual(content);
    expect(bench.progress.at(-1)).toEqual([content.length, content.length]);
  });

  test('goes on where the connection was cut', async () => {
    const bench = await createBench();

    expect(await downloadUntil(bench, 100_000)).toMatchObject({
      kind: 'broken',
      answered: true,
      receivedBytes: 100_000,
    });
    expect(await bench.download()).toEqual({ kind: 'done' });
    expect(bench.server.seen[1]).toMatchObject({ range: 'bytes=100000-', ifRange: expect.any(String) as unknown });
    expect(await readFile(bench.path)).toEqual(content);
    expect(bench.progress.at(-1)).toEqual([content.length, content.length]);
  });

  test('begins again when the server has another file by now', async () => {
    const bench = await createBench();
    await downloadUntil(bench, 100_000);
    const newer = Buffer.from(content).reverse();
    bench.server.files.set('/image.img', newer);

    expect(await bench.download({ digest: sha256(newer) })).toEqual({ kind: 'done' });
    expect(await readFile(bench.path)).toEqual(newer);
  });

  test('begins again with a server that ignores ranges', async () => {
    const bench = await createBench();
    await writeFile(bench.path, content.subarray(0, 5_000));
    bench.server.answers.push({ kind: 'ignore-range' });

    expect(await bench.download()).toEqual({ kind: 'done' });
    expect(await readFile(bench.path)).toEqual(content);
  });

  test('needs only a look when the part is already whole', async () => {
    const bench = await createBench();
    await writeFile(bench.path, content);

    expect(await bench.download()).toEqual({ kind: 'done' });
    expect(bench.server.seen).toHaveLength(1);
  });

  test('removes a part of something else, and says that the part may be to blame', async () => {
    const bench = await createBench();
    await writeFile(bench.path, Buffer.alloc(5_000));

    expect(await bench.download()).toEqual({ kind: 'wrong-digest', resumed: true });
    expect(await readdir(bench.dir)).toEqual([]);
  });

  test('removes a part that is longer than the file', async () => {
    const bench = await createBench();
    await writeFile(bench.path, Buffer.alloc(content.length + 1));

    expect(await bench.download()).toEqual({ kind: 'wrong-digest', resumed: true });
    expect(await readdir(bench.dir)).toEqual([]);
  });

  test('removes a file with a wrong checksum', async () => {
    const bench = await createBench();

    expect(await bench.download({ digest: sha256(Buffer.from('other')) })).toEqual({
      kind: 'wrong-digest',
      resumed: false,
    });
    expect(await readdir(bench.dir)).toEqual([]);
  });

  test.each([
    [404, { kind: 'gone', reason: 'HTTP 404' }],
    [410, { kind: 'gone', reason: 'HTTP 410' }],
    [403, { kind: 'gone', reason: 'HTTP 403' }],
    [503, { kind: 'broken', reason: 'HTTP 503' }],
    [429, { kind: 'broken', reason: 'HTTP 429' }],
  ])('understands HTTP %i', async (status, outcome) => {
    const bench = await createBench();
    bench.server.answers.push({ kind: 'status', status });

    expect(await bench.download()).toMatchObject(outcome);
  });

  test('says that nobody answered when there is no server', async () => {
    const bench = await createBench();

    expect(await bench.download({ url: 'http://127.0.0.1:9/image.img' })).toMatchObject({
      kind: 'broken',
      answered: false,
    });
  });

  test('gives up a server that falls silent and keeps what came', async () => {
    const bench = await createBench(createTestClient(noProxy, { stallMs: 200 }));
    bench.server.answers.push({ kind: 'stall', afterBytes: 50_000 });

    expect(await bench.download()).toMatchObject({ kind: 'broken', reason: 'UND_ERR_BODY_TIMEOUT' });
    expect((await stat(bench.path)).size).toBe(50_000);
  });

  test('follows a redirect', async () => {
    const bench = await createBench();
    bench.server.answers.push({ kind: 'redirect', to: '/image.img' });

    expect(await bench.download({ url: `${bench.server.url}/moved` })).toEqual({ kind: 'done' });
  });

  test('gives up a server that leads on and on', async () => {
    const bench = await createBench();
    const answers = Array.from({ length: 8 }, () => ({ kind: 'redirect', to: '/image.img' }) as const);
    bench.server.answers.push(...answers);

    expect(await bench.download()).toMatchObject({
      kind: 'broken',
      reason: expect.stringContaining('leads on') as unknown,
    });
    expect(bench.server.seen).toHaveLength(6);
  });

  test.each(['unending', 'endless'] as const)('discards what is longer than any image (%s)', async (kind) => {
    const bench = await createBench();
    bench.server.answers.push({ kind });

    expect(await bench.download({ maxBytes: 1024 ** 2 })).toEqual({ kind: 'wrong-digest', resumed: false });
    expect(await readdir(bench.dir)).toEqual([]);
  });

  test('keeps the part when it is cancelled, and says where', async () => {
    const bench = await createBench();
    const cancel = new AbortController();
    bench.server.answers.push({ kind: 'stall', afterBytes: 50_000 });
    const onProgress = (received: number): void => {
      if (received === 50_000) cancel.abort();
    };

    const download = bench.download({ signal: cancel.signal, onProgress });

    await expect(download).rejects.toThrow(CancelledError);
    await expect(download).rejects.toThrow(bench.path);
    expect((await stat(bench.path)).size).toBe(50_000);
    expect(await bench.download()).toEqual({ kind: 'done' });
  });

  test('refuses at once what does not fit on the disk', async () => {
    const bench = await createBench();
    bench.server.answers.push({ kind: 'endless' });

    await expect(bench.download({ maxBytes: Number.MAX_SAFE_INTEGER })).rejects.toMatchObject({
      code: 'disk-nearly-full',
      params: { path: bench.path },
    });
    expect(await readdir(bench.dir)).toEqual([]);
  });

  test('goes through the proxy it was given', async () => {
    const proxy = await startTestProxy();
    const bench = await createBench(createTestClient({ http: proxy.url, https: proxy.url, no: [] }));

    expect(await bench.download()).toEqual({ kind: 'done' });
    expect(proxy.seen).toEqual([expect.stringContaining(bench.server.url.replace('http://', ''))]);
  });

  test('leaves the proxy out for hosts that are excepted, and where none was given', async () => {
    const proxy = await startTestProxy();
    const excepted = await createBench(createTestClient({ http: proxy.url, https: proxy.url, no: ['127.0.0.1'] }));

    expect(await excepted.download()).toEqual({ kind: 'done' });
    expect(await (await createBench()).download()).toEqual({ kind: 'done' });
    expect(proxy.seen).toEqual([]);
  });
});
