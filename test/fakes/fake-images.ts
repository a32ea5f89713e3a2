import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, throwIfCancelled } from '../../src-main/domain/failure.ts';
import { isInstaller } from '../../src-main/labs/ports.ts';
import type { CachedImage } from '../../src-main/images/cache.ts';
import type { ImageProbe, ImageService } from '../../src-main/images/image-service.ts';

/** How a test steers the images. */
export interface FakeImageControls {
  /** Images that were fetched, in order. */
  readonly fetched: readonly string[];
  /** Called before each fetch; what it throws the fetch throws. Returns how to take it off again. */
  onFetch(listener: (image: string) => void | Promise<void>): () => void;
  /** What a probe answers for an image that is not here yet; default: it can be reached. */
  setProbe(image: string, probe: ImageProbe): void;
}

const sizeBytes = 4096;
const offered = ['ubuntu-24.04', 'ubuntu-26.04', 'debian-packages'];

function describeImage(imagesDir: string, image: string): CachedImage {
  const digest = createHash('sha256').update(image).digest('hex');
  const isMedium = image.endsWith('.iso');
  return {
    schemaVersion: 1,
    imageId: image,
    architecture: 'amd64',
    digest,
    format: isMedium ? 'iso' : 'qcow2',
    virtualSizeBytes: isMedium ? 10 * 1024 ** 3 : sizeBytes,
    recipe: null,
    source: null,
    addedAt: '2026-01-01T00:00:00.000Z',
    path: join(imagesDir, digest, 'image.qcow2'),
  };
}

/** Every file is a disk, unless its name ends like a medium. */
function probeFile(image: string): ImageProbe {
  return {
    status: 'local',
    sizeBytes,
    fallback: null,
    ...(image.endsWith('.iso') ? { installs: '24.04' } : {}),
  };
}

/** Images without a network: fetching one writes a small file into the cache. Every instance on a folder sees the same ones. */
export function createFakeImages(imagesDir: string): ImageService & FakeImageControls {
  const fetched: string[] = [];
  const listeners = new Set<(image: string) => void | Promise<void>>();
  const probes = new Map<string, ImageProbe>();
  async function list(): Promise<readonly CachedImage[]> {
    const names = await readdir(imagesDir).catch((): readonly string[] => []);
    const digests = names.filter((name) => /^[0-9a-f]{64}$/.test(name));
    const ids = await Promise.all(digests.map((digest) => readFile(join(imagesDir, digest, 'image.qcow2'), 'utf8')));
    return ids.map((id) => describeImage(imagesDir, id));
  }
  async function find(image: string): Promise<CachedImage | null> {
    return (await list()).find(({ imageId }) => imageId === image) ?? null;
  }
  async function fetch(image: string): Promise<CachedImage> {
    for (const listener of listeners) await listener(image);
    fetched.push(image);
    const wanted = describeImage(imagesDir, image);
    await mkdir(join(imagesDir, wanted.digest), { recursive: true });
    await writeFile(wanted.path, image);
    await writeFile(join(imagesDir, wanted.digest, 'image.json'), '{}');
    return wanted;
  }
  return {
    fetched,
    onFetch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    setProbe: (image, probe) => {
      probes.set(image, probe);
    },
    ensureImage: async ({ image }, { signal, report }) => {
      throwIfCancelled(signal);
      report(0.5);
      const found = (await find(image)) ?? (await fetch(image));
      throwIfCancelled(signal);
      return found;
    },
    findImage: ({ image }) => find(image),
    describe: async ({ image }) => {
      const action = (await find(image)) === null ? 'download' : 'cached';
      return { action, sizeBytes, commands: [], isInstaller: isInstaller(describeImage(imagesDir, image)) };
    },
    copyInstaller: async ({ image, targetPath }, { signal }) => {
      throwIfCancelled(signal);
      await writeFile(targetPath, image.imageId);
    },
    probe: async (image) => {
      if ((await find(image)) !== null) return { status: 'cached', sizeBytes, fallback: null };
      if (image.startsWith('file:')) return probes.get(image) ?? probeFile(image);
      if (!offered.includes(image)) {
        throw new LabError('image-not-known', `no image '${image}'`, { params: { image, known: offered.join(', ') } });
      }
      return probes.get(image) ?? { status: 'reachable', sizeBytes, fallback: null };
    },
    list: async () => ({ cached: await list(), offered }),
    remove: async (digest) => {
      const found = (await list()).find((image) => image.digest === digest);
      if (found === undefined) return null;
      await rm(join(imagesDir, digest), { recursive: true });
      return sizeBytes;
    },
  };
}
