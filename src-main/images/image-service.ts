import { stat } from 'node:fs/promises';
import { LabError } from '../domain/failure.ts';
import { isInstaller, type BaseImage, type ImagePort, type WorkOptions } from '../labs/ports.ts';
import type { Clock } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandRunner, ProcessTable } from '../process/command.ts';
import { isMissingFile } from '../store/file-error.ts';
import type { DataPaths } from '../store/file-names.ts';
import { withLock } from '../store/lock.ts';
import { createImageCache, type CachedImage } from './cache.ts';
import { builtImageId, catalogue, type CatalogueEntry } from './catalogue.ts';
import { assertCanBuildDebian } from './debian/build.ts';
import { debianBuildCommands, debianBuildFiles } from './debian/commands.ts';
import { debianRecipeDigest } from './debian/recipe.ts';
import { bareDebianPrograms } from './debian/tools.ts';
import { createDownloader } from './download.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { buildImage, copyImage, downloadImage, localImagePath, readLocalImage } from './obtain-image.ts';
import type { ImageSources, WantedImage } from './obtain-image.ts';
import { copyUnattended } from './iso/installation-medium.ts';
import { ubuntuCloudImageKey } from './publisher-key.ts';
import type { PublisherKey } from './refresh.ts';

/** What the service takes from its surroundings. */
export interface ImageServiceSetup {
  readonly paths: DataPaths;
  readonly runner: CommandRunner;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly platform: Pick<Platform, 'id' | 'architecture' | 'isRoot' | 'env' | 'proxy'>;
  /** Default: a client that uses the platform's proxies. */
  readonly http?: HttpClient;
  /** What can be downloaded, and who signs it. Default: Ubuntu's cloud images. */
  readonly offer?: { readonly entries: readonly CatalogueEntry[]; readonly key: PublisherKey };
}

/** Whether an image can be had now. `fallback` names one that this computer can make itself. */
export interface ImageProbe {
  readonly status: 'cached' | 'reachable' | 'local' | 'buildable' | 'unreachable';
  readonly sizeBytes: number | null;
  readonly fallback: string | null;
  /** Release of the Ubuntu Server that a local medium installs, `24.04`. */
  readonly installs?: string | undefined;
}

/** Everything the product does with images. */
export interface ImageService extends ImagePort {
  /** Throws `image-not-known` for an id that is none. Takes at most about 8 s. */
  probe(image: string, signal: AbortSignal): Promise<ImageProbe>;
  /** What lies in the cache, newest first, and the ids that can be named besides. */
  list(): Promise<{ readonly cached: readonly CachedImage[]; readonly offered: readonly string[] }>;
  /**
   * Removes a cached image by digest, or by the first eight or more of its digits; answers the bytes freed, null when there is
   * none. Bases hold copies: no lab needs the image any more. Throws `lab-busy` while images are being fetched.
   */
  remove(digest: string): Promise<number | null>;
}

const shortestDigest = 8;

/** Opens the images of one data folder. */
export function createImageService(setup: ImageServiceSetup): ImageService {
  const { paths, clock, platform } = setup;
  const { entries, key } = setup.offer ?? { entries: catalogue, key: ubuntuCloudImageKey };
  const http = setup.http ?? createHttpClient(platform.proxy);
  const cache = createImageCache(paths);
  const core: ServiceCore = {
    ...setup,
    cache,
    entries,
    downloader: createDownloader({ http, clock, key }),
    offered: [...entries.map(({ imageId }) => imageId), builtImageId],
  };
  return {
    findImage: (wanted) => findImage(core, wanted),
    ensureImage: (wanted, options) => ensureImage(core, wanted, options),
    describe: (wanted) => describe(core, wanted),
    copyInstaller,
    probe: (image, signal) => probe(core, image, signal),
    list: async () => ({ cached: await cache.list(), offered: core.offered }),
    remove: async (digest) => {
      if (digest.length < shortestDigest) return null;
      const found = (await cache.list()).find((image) => image.digest.startsWith(digest));
      if (found === undefined) return null;
      const { signal } = new AbortController();
      const lock = { purpose: 'image removal', processes: setup.processes, clock, signal };
      return withLock(await cache.lockPath(), lock, () => cache.remove(found.digest));
    },
  };
}

interface ServiceCore extends ImageServiceSetup, ImageSources {
  readonly platform: ImageServiceSetup['platform'];
  readonly entries: readonly CatalogueEntry[];
  readonly offered: readonly string[];
}

/** What an id stands for; throws `image-not-known`. */
function resolve(core: ServiceCore, image: string): { kind: 'built' } | { kind: 'file'; path: string } | Offered {
  const path = localImagePath(image);
  if (path !== null) return { kind: 'file', path };
  if (image === builtImageId) return { kind: 'built' };
  const entry = core.entries.find(({ imageId }) => imageId === image);
  if (entry !== undefined) return { kind: 'offered', entry };
  throw new LabError('image-not-known', `no image '${image}'`, { params: { image, known: core.offered.join(', ') } });
}

interface Offered {
  readonly kind: 'offered';
  readonly entry: CatalogueEntry;
}

async function findImage(core: ServiceCore, wanted: WantedImage): Promise<BaseImage | null> {
  const target = resolve(core, wanted.image);
  const images = (await core.cache.list()).filter(({ architecture }) => architecture === wanted.architecture);
  const sameId = images.filter(({ imageId }) => imageId === wanted.image);
  if (target.kind === 'file') return findCopy(sameId, target.path);
  if (target.kind === 'built') return sameId.find(({ recipe }) => recipe === debianRecipeDigest()) ?? null;
  const { digest } = target.entry.files[wanted.architecture];
  const sameFile = images.find((image) => image.digest === digest);
  if (sameId[0] !== undefined || sameFile === undefined) return sameId[0] ?? null;
  return { ...sameFile, imageId: wanted.image };
}

/** The copy of a file of the user, as long as the file did not change; a file that is gone did not. */
async function findCopy(copies: readonly CachedImage[], path: string): Promise<CachedImage | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return copies.find(({ source }) => source?.sizeBytes === size && source.modifiedMs === mtimeMs) ?? null;
  } catch (error) {
    if (isMissingFile(error)) return copies[0] ?? null;
    throw error;
  }
}

/** Work on images is done by one process at a time: two labs that want the same one get it once. */
async function ensureImage(core: ServiceCore, wanted: WantedImage, options: WorkOptions): Promise<BaseImage> {
  const target = resolve(core, wanted.image);
  const { processes, clock, cache } = core;
  const lock = { purpose: `image ${wanted.image}`, processes, clock, signal: options.signal, waitMs: null };
  return withLock(await cache.lockPath(), lock, async () => {
    const found = await findImage(core, wanted);
    if (found !== null) return found;
    if (target.kind === 'built') return buildImage(core, { wanted, options });
    if (target.kind === 'file') return copyImage(core, target.path, { wanted, options });
    return downloadImage(core, target.entry, { wanted, options });
  });
}

type Description = Awaited<ReturnType<ImagePort['describe']>>;

async function describe(core: ServiceCore, wanted: WantedImage): Promise<Description> {
  const target = resolve(core, wanted.image);
  const cached = await findImage(core, wanted);
  if (cached !== null) {
    return { action: 'cached', sizeBytes: null, commands: [], isInstaller: isInstaller(cached) };
  }
  if (target.kind === 'file') {
    const { installs } = await readLocalImage(target.path, wanted.architecture);
    return {
      action: 'import',
      sizeBytes: (await stat(target.path)).size,
      commands: [],
      isInstaller: installs !== null,
    };
  }
  if (target.kind === 'offered') return { action: 'download', sizeBytes: null, commands: [], isInstaller: false };
  const { platform, cache } = core;
  assertCanBuildDebian({ platformId: platform.id, architecture: wanted.architecture, isRoot: platform.isRoot });
  const specs = debianBuildCommands(bareDebianPrograms(), debianBuildFiles(cache.plannedWorkPath('debian')));
  const commands = specs.map(({ program, args }) => ({ program, args }));
  return { action: 'build', sizeBytes: null, commands, isInstaller: false };
}

async function probe(core: ServiceCore, image: string, signal: AbortSignal): Promise<ImageProbe> {
  const target = resolve(core, image);
  const { architecture } = core.platform;
  if ((await findImage(core, { image, architecture })) !== null) {
    return { status: 'cached', sizeBytes: null, fallback: null };
  }
  if (target.kind === 'built') return { status: 'buildable', sizeBytes: null, fallback: null };
  if (target.kind === 'file') {
    const { installs } = await readLocalImage(target.path, architecture);
    const { size } = await stat(target.path);
    return { status: 'local', sizeBytes: size, fallback: null, ...(installs === null ? {} : { installs }) };
  }
  const sizeBytes = await core.downloader.probe(target.entry, architecture, signal);
  return sizeBytes === null
    ? { status: 'unreachable', sizeBytes, fallback: await fallbackOf(core) }
    : { status: 'reachable', sizeBytes, fallback: null };
}

const copyInstaller: ImagePort['copyInstaller'] = async ({ image, architecture, targetPath }, { signal, report }) => {
  const medium = { isoPath: image.path, digest: image.digest, architecture, targetPath };
  await copyUnattended(medium, {
    signal,
    report: (fraction) => {
      report(fraction, { key: 'progress.installer-copy', params: {} });
    },
  });
};

/** The built image, where it lies ready or can be built. */
async function fallbackOf(core: ServiceCore): Promise<string | null> {
  const { id, architecture, isRoot } = core.platform;
  if (id === 'linux' && architecture === 'amd64' && isRoot) return builtImageId;
  return (await findImage(core, { image: builtImageId, architecture })) === null ? null : builtImageId;
}
