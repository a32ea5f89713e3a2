import { createHash } from 'node:crypto';

import { onTestFinished } from 'vitest';

import type { TextRef } from '../../../src-main/domain/operation.ts';
import type { CatalogueEntry } from '../../../src-main/images/catalogue.ts';
import { createHttpClient } from '../../../src-main/images/http-client.ts';
import { createImageService } from '../../../src-main/images/image-service.ts';
import type { ImageService, ImageServiceSetup } from '../../../src-main/images/image-service.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakePublisher } from '../../fakes/fake-publisher.ts';
import type { FakePublisher } from '../../fakes/fake-publisher.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { makeQcow2 } from '../../unit/images/disk-samples.ts';
import { createTestRunner, platformId } from '../process/set-up-runner.ts';
import { startTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

export const imageId = 'test-1.0';
export const fileName = 'test-1.0-amd64.img';
export const oldImage = makeQcow2();
export const newImage = makeQcow2({ virtualBytes: 20 * 1024 ** 2 });

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A service, its publisher and what it reported. */
export interface ImageBench {
  readonly service: ImageService;
  readonly server: TestServer;
  readonly publisher: FakePublisher;
  readonly dataDir: string;
  readonly messages: readonly (TextRef | undefined)[];
  ensure(image?: string, signal?: AbortSignal, onReport?: () => void): ReturnType<ImageService['ensureImage']>;
}

/** A service that knows one image, in its dated folder, from a publisher on 127.0.0.1. */
export async function createBench(changes: Partial<ImageServiceSetup['platform']> = {}): Promise<ImageBench> {
  const server = await startTestServer({ [`/release-2026/${fileName}`]: oldImage });
  const publisher = await createFakePublisher();
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
export async function publishNewest({ server, publisher }: ImageBench, sums?: Buffer): Promise<void> {
  const list = Buffer.from(`${sha256(newImage)} *${fileName}\n`);
  server.files.delete(`/release-2026/${fileName}`);
  server.files.set(`/release/${fileName}`, newImage);
  server.files.set('/release/SHA256SUMS', sums ?? list);
  server.files.set('/release/SHA256SUMS.gpg', Buffer.from(await publisher.signBinary(list)));
}

/** A signal nobody aborts. */
export function never(): AbortSignal {
  return new AbortController().signal;
}
