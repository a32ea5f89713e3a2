import { rm, stat } from 'node:fs/promises';
import type { CpuArchitecture } from '../domain/ids.ts';
import type { BaseImage, ImagePort, WorkOptions } from '../labs/ports.ts';
import type { Clock } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandRunner } from '../process/command.ts';
import type { ImageCache, ImageFormat } from './cache.ts';
import { builtImageId } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { buildDebianImage } from './debian/build.ts';
import { debianDiskBytes, debianRecipeDigest } from './debian/recipe.ts';
import { digestFile } from './digest.ts';
import type { Downloader } from './download.ts';
import { notUsable } from './image-failures.ts';
import { recogniseFile } from './recognise.ts';

/** Everything the ways to an image need. */
export interface ImageSources {
  readonly cache: ImageCache;
  readonly downloader: Downloader;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  readonly platform: Pick<Platform, 'id' | 'isRoot' | 'env'>;
}

export type WantedImage = Parameters<ImagePort['ensureImage']>[0];

export interface ImageWork {
  readonly wanted: WantedImage;
  readonly options: WorkOptions;
}

const filePrefix = 'file:';

/** Path of a local image as the user wrote it; null when `image` names none. */
export function localImagePath(image: string): string | null {
  return image.startsWith(filePrefix) ? image.slice(filePrefix.length) : null;
}

/** The smallest disk Ubuntu Server is installed on here: it takes half of that, and the nodes need room as well. */
const installedDiskBytes = 10 * 1024 ** 3;

/** What is kept of a file that is taken as an image. */
export interface LocalImage {
  readonly format: ImageFormat;
  readonly virtualSizeBytes: number;
  /** Release of the Ubuntu Server that the medium installs, `24.04`; null for a disk. */
  readonly installs: string | null;
}

/** A disk or an installation medium in a file of the user. Throws `image-not-usable` or `image-damaged`. */
export async function readLocalImage(path: string, architecture: CpuArchitecture): Promise<LocalImage> {
  const found = await recogniseFile(path, architecture);
  if (found.kind === 'ova') throw notUsable(path, 'appliance');
  if (found.kind === 'installer') {
    return { format: 'iso', virtualSizeBytes: installedDiskBytes, installs: found.medium.release };
  }
  return { format: found.format, virtualSizeBytes: found.virtualSizeBytes, installs: null };
}

/** Builds the Debian image and keeps it under its digest. */
export async function buildImage(sources: ImageSources, { wanted, options }: ImageWork): Promise<BaseImage> {
  const { platform, runner, cache } = sources;
  const targetPath = await cache.workPath('debian.qcow2');
  try {
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
    return await cache.add(targetPath, {
      ...recordBasics(sources, wanted, digest),
      imageId: builtImageId,
      format: 'qcow2',
      virtualSizeBytes: debianDiskBytes,
      recipe: debianRecipeDigest(),
    });
  } finally {
    await rm(targetPath, { force: true });
  }
}

/** A file of the user is copied, so that it may be moved or deleted afterwards. */
export async function copyImage(
  sources: ImageSources,
  path: string,
  { wanted, options }: ImageWork,
): Promise<BaseImage> {
  const { cache } = sources;
  await readLocalImage(path, wanted.architecture);
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
    // The copy is what will be used: the file may have become another one meanwhile.
    const { format, virtualSizeBytes } = await readLocalImage(copyPath, wanted.architecture);
    return await cache.add(copyPath, {
      ...recordBasics(sources, wanted, digest),
      format,
      virtualSizeBytes,
      source: { sizeBytes: size, modifiedMs: mtimeMs },
    });
  } finally {
    await rm(copyPath, { force: true });
  }
}

/** Downloads an image of the catalogue and keeps it under its digest. A file that is no disk after all is `image-not-usable`. */
export async function downloadImage(
  sources: ImageSources,
  entry: CatalogueEntry,
  { wanted, options }: ImageWork,
): Promise<BaseImage> {
  const { cache, downloader } = sources;
  const { path, digest } = await downloader.fetch(entry, wanted.architecture, {
    ...options,
    partPath: (name) => cache.workPath(name),
  });
  const { format, virtualSizeBytes } = await readLocalImage(path, wanted.architecture);
  return cache.add(path, { ...recordBasics(sources, wanted, digest), format, virtualSizeBytes });
}

function recordBasics({ clock }: Pick<ImageSources, 'clock'>, { image, architecture }: WantedImage, digest: string) {
  const addedAt = new Date(clock.now()).toISOString();
  return { imageId: image, architecture, digest, recipe: null, source: null, addedAt };
}
