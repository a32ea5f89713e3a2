import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/failure.ts';
import { cpuArchitectureSchema } from '../domain/ids.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { ensureDir } from '../store/ensure-dir.ts';
import { isMissingFile, translateFileError } from '../store/file-error.ts';
import { isImageDigest, type DataPaths } from '../store/file-names.ts';
import { readJsonFile, writeJsonFile } from '../store/json-file.ts';
import { listNames } from '../store/list-folders.ts';
import { syncNames } from '../store/sync-folder.ts';

export const imageFormats = ['qcow2', 'raw', 'vmdk', 'vdi', 'vhd', 'iso'] as const;
/** Formats an image may have on this computer: disks, and a medium that installs a system on one. */
export type ImageFormat = (typeof imageFormats)[number];

/** `images/<sha256>/image.json`; written last, so that a folder with it holds a whole, verified image. */
const cachedImageSchema = z.object({
  schemaVersion: z.literal(1),
  /** Id in the catalogue, `debian-packages`, or `file:` and the path it was copied from. */
  imageId: z.string(),
  architecture: cpuArchitectureSchema,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  format: z.enum(imageFormats),
  /** Size of the disk inside; of an installation medium: the smallest disk it is installed on. */
  virtualSizeBytes: z.number().int().positive(),
  /** Digest of the recipe of a built image; null for the others. */
  recipe: z.string().nullable(),
  /** Size and time of the source of a copied image: a changed source is copied anew. Null for the others. */
  source: z.object({ sizeBytes: z.number(), modifiedMs: z.number() }).nullable(),
  addedAt: z.iso.datetime(),
});
export type CachedImageRecord = z.infer<typeof cachedImageSchema>;

/** A whole, verified image on this computer. */
export interface CachedImage extends CachedImageRecord {
  readonly path: string;
}

/** The images of this computer, each under the digest of its file. */
export interface ImageCache {
  list(): Promise<readonly CachedImage[]>;
  /**
   * Takes a file into the cache by renaming it; the caller has verified it. The same digest is kept once: then the older file
   * and its record stay, and the answer carries the new id.
   */
  add(filePath: string, record: Omit<CachedImageRecord, 'schemaVersion'>): Promise<CachedImage>;
  /** Removes an image; answers how many bytes that freed. */
  remove(digest: string): Promise<number>;
  /** A path on the same volume for something that is being made; `name` tells interrupted work of the same kind. */
  workPath(name: string): Promise<string>;
  /** Held while the images change; its folder is there then. */
  lockPath(): Promise<string>;
  /** The same path without making anything, for those who only want to show it. */
  plannedWorkPath(name: string): string;
}

function imagePath(paths: DataPaths, { digest, format }: Pick<CachedImageRecord, 'digest' | 'format'>): string {
  return join(paths.imageDir(digest), `image.${format}`);
}

/** True where an image's folder holds nothing but what this app wrote. */
async function holdsOnlyOurs(paths: DataPaths, digest: string): Promise<boolean> {
  const names = await listNames(paths.imageDir(digest));
  return (
    names.length > 0 &&
    names.every((name) => name === basename(paths.imageRecordFile(digest)) || /^image\.[a-z0-9]+$/.test(name))
  );
}

/**
 * Opens the cache below the data folder. A folder without a readable record, or without its file, is unfinished work: it is not
 * listed, and completed by the next `add`. A record of a newer app throws `stored-file-too-new`.
 */
export function createImageCache(paths: DataPaths): ImageCache {
  const workDir = paths.imageWorkDir;
  async function read(digest: string): Promise<CachedImage | null> {
    const record = await readRecord(paths.imageRecordFile(digest));
    if (record === null) return null;
    const path = imagePath(paths, record);
    return (await isThere(path)) ? { ...record, path } : null;
  }
  return {
    list: async () => {
      const names = (await listNames(paths.imagesDir)).filter(isImageDigest);
      const images = await Promise.all(names.map(read));
      return images.filter((image) => image !== null).toSorted((a, b) => b.addedAt.localeCompare(a.addedAt));
    },
    add: async (filePath, record) => {
      const earlier = await read(record.digest);
      if (earlier !== null) {
        await rm(filePath, { force: true });
        return { ...earlier, imageId: record.imageId };
      }
      const target = imagePath(paths, record);
      await ensureDir(paths.imageDir(record.digest));
      // A damaged record would not be replaced.
      await rm(paths.imageRecordFile(record.digest), { force: true });
      try {
        await rename(filePath, target);
      } catch (error) {
        throw translateFileError(error, target);
      }
      await writeJsonFile(paths.imageRecordFile(record.digest), cachedImageSchema, { schemaVersion: 1, ...record });
      return { schemaVersion: 1, ...record, path: target };
    },
    remove: (digest) => removeImage(paths, digest),
    workPath: async (name) => {
      await ensureDir(workDir);
      return join(workDir, name);
    },
    lockPath: async () => {
      await ensureDir(workDir);
      return paths.imagesLockFile;
    },
    plannedWorkPath: (name) => join(workDir, name),
  };
}

/** Removes an image; answers how many bytes that gave back. */
async function removeImage(paths: DataPaths, digest: string): Promise<number> {
  const dir = paths.imageDir(digest);
  const freedBytes = await readFolderBytes(dir);
  if (await holdsOnlyOurs(paths, digest)) {
    // In one go: what is left of an interrupted removal is a begun download, which nobody takes for an image, and which may go.
    await ensureDir(paths.imageWorkDir);
    const gone = join(paths.imageWorkDir, `${digest}.removed`);
    await rm(gone, { recursive: true, force: true });
    await rename(dir, gone);
    await syncNames(paths.imagesDir);
    await syncNames(paths.imageWorkDir);
    await rm(gone, { recursive: true, force: true });
    return freedBytes;
  }
  // What else is in the folder is not ours. The record goes first: what is left of an interrupted removal is no image any more.
  await rm(paths.imageRecordFile(digest), { force: true });
  await syncNames(dir);
  const images = (await listNames(dir)).filter((name) => /^image\.[a-z0-9]+$/.test(name));
  for (const name of images) await rm(join(dir, name), { force: true });
  if ((await listNames(dir)).length === 0) await rm(dir, { recursive: true, force: true });
  return freedBytes - (await readFolderBytes(dir));
}

/** A damaged record only says again what the file says: the image is fetched anew, and the rest of the cache stays usable. */
async function readRecord(path: string): Promise<CachedImageRecord | null> {
  try {
    return await readJsonFile(path, cachedImageSchema);
  } catch (error) {
    if (error instanceof LabError && error.code === 'stored-file-damaged') return null;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
