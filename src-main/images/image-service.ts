import { rm, stat } from 'node:fs/promises';
import { LabError } from '../domain/failure.ts';
import type { BaseImage, ImagePort, WorkOptions } from '../labs/ports.ts';
import type { Clock } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandRunner, ProcessTable } from '../process/command.ts';
import type { DataPaths } from '../store/file-names.ts';
import { withLock } from '../store/lock.ts';
import { createImageCache, type CachedImage } from './cache.ts';
import { builtImageId, catalogue, findCatalogueEntry, knownImageIds, type CatalogueEntry } from './catalogue.ts';
import { debianBuildCommands, debianBuildFiles } from './debian/commands.ts';
import { assertCanBuildDebian, buildDebianImage } from './debian/build.ts';
import { debianDiskBytes, debianRecipeDigest } from './debian/recipe.ts';
import { bareDebianPrograms } from './debian/tools.ts';
import { digestFile } from './digest.ts';
import { createDownloader, type Downloader } from './download.ts';
import { notUsable } from './image-failures.ts';
import { recogniseFile } from './recognise.ts';

/** What the service takes from its surroundings. */
export interface ImageServiceSetup {
  readonly paths: DataPaths;
  readonly runner: CommandRunner;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly platform: Pick<Platform, 'id' | 'architecture' | 'isRoot' | 'env' | 'proxy'>;
}

type Wanted = Parameters<ImagePort['ensureImage']>[0];

/** Whether an image can be had now. `fallback` names one that this computer can make itself. */
export interface ImageProbe {
  readonly status: 'cached' | 'reachable' | 'local' | 'buildable' | 'unreachable';
  readonly sizeBytes: number | null;
  readonly fallback: string | null;
}

/** Everything the product does with images. */
export interface ImageService extends ImagePort {
  /** Throws `image-not-known` for an id that is none. Takes at most about 8 s. */
  probe(image: string, signal: AbortSignal): Promise<ImageProbe>;
  /** What lies in the cache, and what the catalogue offers besides. */
  list(): Promise<{ readonly cached: readonly CachedImage[]; readonly offered: readonly string[] }>;
  /** Removes a cached image by digest (or its beginning); answers the bytes freed, null when there is none. */
  remove(digest: string): Promise<number | null>;
}

const filePrefix = 'file:';

/** Opens the images of one data folder. */
export function createImageService(setup: ImageServiceSetup): ImageService {
  const cache = createImageCache(setup.paths);
  const downloader = createDownloader(setup);
  async function findImage(wanted: Wanted): Promise<BaseImage | null> {
    const images = await cache.list();
    if (wanted.image.startsWith(filePrefix)) return findCopy(images, wanted);
    const found = images.find(
      (image) =>
        image.imageId === wanted.image &&
        image.architecture === wanted.architecture &&
        (image.recipe === null || image.recipe === debianRecipeDigest()),
    );
    return found ?? null;
  }
  /** Work on images is done by one process at a time: two labs that want the same one get it once. */
  async function ensureImage(wanted: Wanted, options: WorkOptions): Promise<BaseImage> {
    assertKnown(wanted.image);
    const { processes, clock } = setup;
    const lock = { purpose: `image ${wanted.image}`, processes, clock, signal: options.signal, waitMs: null };
    return withLock(await cache.workPath('images.lock'), lock, async () => {
      const found = await findImage(wanted);
      if (found !== null) return found;
      if (wanted.image === builtImageId) return build(setup, cache, { wanted, options });
      if (wanted.image.startsWith(filePrefix)) return copyFile(setup, cache, { wanted, options });
      return fetchImage(downloader, cache, { wanted, options, clock });
    });
  }
  return {
    findImage,
    ensureImage,
    describe: async (wanted) => {
      assertKnown(wanted.image);
      if ((await findImage(wanted)) !== null) return { action: 'cached', sizeBytes: null, commands: [] };
      if (wanted.image.startsWith(filePrefix)) {
        const path = await usableFile(wanted.image);
        return { action: 'import', sizeBytes: (await stat(path)).size, commands: [] };
      }
      if (wanted.image !== builtImageId) return { action: 'download', sizeBytes: null, commands: [] };
      assertCanBuildDebian({ platformId: setup.platform.id, ...wanted, isRoot: setup.platform.isRoot });
      const files = debianBuildFiles(await cache.workPath('debian'));
      const commands = debianBuildCommands(bareDebianPrograms(), files).map(({ program, args }) => ({ program, args }));
      return { action: 'build', sizeBytes: null, commands };
    },
    probe: async (image, signal) => {
      assertKnown(image);
      const wanted = { image, architecture: setup.platform.architecture };
      if ((await findImage(wanted)) !== null) return { status: 'cached', sizeBytes: null, fallback: null };
      if (image.startsWith(filePrefix))
        return { status: 'local', sizeBytes: (await stat(await usableFile(image))).size, fallback: null };
      if (image === builtImageId) return { status: 'buildable', sizeBytes: null, fallback: null };
      const entry = findCatalogueEntry(image);
      const sizeBytes = entry === undefined ? null : await downloader.probe(entry.files[wanted.architecture], signal);
      return sizeBytes === null
        ? { status: 'unreachable', sizeBytes: null, fallback: fallbackOf(setup) }
        : { status: 'reachable', sizeBytes, fallback: null };
    },
    list: async () => ({ cached: await cache.list(), offered: knownImageIds() }),
    remove: async (digest) => {
      const found = (await cache.list()).find(
        (image) => image.digest === digest || (digest.length >= 8 && image.digest.startsWith(digest)),
      );
      return found === undefined ? null : cache.remove(found.digest);
    },
  };
}

function assertKnown(image: string): void {
  if (image.startsWith(filePrefix) || image === builtImageId || findCatalogueEntry(image) !== undefined) return;
  throw new LabError('image-not-known', `no image '${image}'`, {
    params: { image, known: knownImageIds().join(', ') },
  });
}

function fallbackOf({ platform }: Pick<ImageServiceSetup, 'platform'>): string | null {
  return platform.id === 'linux' && platform.architecture === 'amd64' && platform.isRoot ? builtImageId : null;
}

interface ImageWork {
  readonly wanted: Wanted;
  readonly options: WorkOptions;
}

type Cache = ReturnType<typeof createImageCache>;

async function build(setup: ImageServiceSetup, cache: Cache, { wanted, options }: ImageWork): Promise<BaseImage> {
  const { platform, runner, clock } = setup;
  const targetPath = await cache.workPath('debian.qcow2');
  await buildDebianImage({
    runner,
    platformId: platform.id,
    architecture: wanted.architecture,
    isRoot: platform.isRoot,
    searchPath: platform.env['PATH'] ?? '',
    targetPath,
    workDir: await cache.workPath('debian'),
    signal: options.signal,
    report: options.report,
  });
  const digest = await digestFile(targetPath, { signal: options.signal, report: () => undefined });
  return cache.add(targetPath, {
    imageId: builtImageId,
    architecture: wanted.architecture,
    digest,
    format: 'qcow2',
    virtualSizeBytes: debianDiskBytes,
    recipe: debianRecipeDigest(),
    source: null,
    addedAt: new Date(clock.now()).toISOString(),
  });
}

/** Path of a `file:` image that is a disk; throws `image-not-usable`, `image-damaged` or `not-supported`. */
async function usableFile(image: string): Promise<string> {
  const path = image.slice(filePrefix.length);
  const found = await recogniseFile(path);
  if (found.kind === 'disk') return path;
  if (found.kind === 'ova') throw notUsable(path, 'OVA: unpack it and use the disk inside');
  throw new LabError('not-supported', `installation from an ISO is not supported: '${path}'`, {
    params: { what: 'ISO' },
  });
}

async function findCopy(images: readonly CachedImage[], wanted: Wanted): Promise<CachedImage | null> {
  const { size, mtimeMs } = await stat(await usableFile(wanted.image));
  return (
    images.find(
      ({ imageId, source }) => imageId === wanted.image && source?.sizeBytes === size && source.modifiedMs === mtimeMs,
    ) ?? null
  );
}

/** A file of the user is copied, so that it may be moved or deleted afterwards. */
async function copyFile(setup: ImageServiceSetup, cache: Cache, { wanted, options }: ImageWork): Promise<BaseImage> {
  const path = await usableFile(wanted.image);
  const recognised = await recogniseFile(path);
  if (recognised.kind !== 'disk') throw notUsable(path, recognised.kind);
  const { size, mtimeMs } = await stat(path);
  const copyPath = await cache.workPath('copy.part');
  try {
    const digest = await digestFile(path, {
      copyPath,
      signal: options.signal,
      report: (fraction) => {
        options.report(fraction, { key: 'progress.image-copy', params: {} });
      },
    });
    return await cache.add(copyPath, {
      imageId: wanted.image,
      architecture: wanted.architecture,
      digest,
      format: recognised.format,
      virtualSizeBytes: recognised.virtualSizeBytes,
      recipe: null,
      source: { sizeBytes: size, modifiedMs: mtimeMs },
      addedAt: new Date(setup.clock.now()).toISOString(),
    });
  } finally {
    await rm(copyPath, { force: true });
  }
}

async function fetchImage(
  downloader: Downloader,
  cache: Cache,
  { wanted, options, clock }: ImageWork & { readonly clock: Clock },
): Promise<BaseImage> {
  const entry = entryOf(wanted.image);
  const { path, digest } = await downloader.fetch(entry, wanted.architecture, {
    ...options,
    partPath: (name) => cache.workPath(name),
  });
  const recognised = await recogniseFile(path);
  if (recognised.kind !== 'disk') throw notUsable(path, recognised.kind);
  const { format, virtualSizeBytes } = recognised;
  const addedAt = new Date(clock.now()).toISOString();
  const { architecture } = wanted;
  return cache.add(path, {
    imageId: wanted.image,
    architecture,
    digest,
    format,
    virtualSizeBytes,
    recipe: null,
    source: null,
    addedAt,
  });
}

function entryOf(image: string): CatalogueEntry {
  const entry = findCatalogueEntry(image);
  if (entry === undefined) throw new Error(`no catalogue entry '${image}' of ${String(catalogue.length)}`);
  return entry;
}
