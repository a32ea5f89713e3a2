import { open } from 'node:fs/promises';
import type { CpuArchitecture } from '../../domain/ids.ts';
import { translateFileError } from '../../store/file-error.ts';
import { LabError } from '../../domain/failure.ts';
import { digestFile } from '../digest.ts';
import { damagedImage, notUsable, type ImageReason } from '../image-failures.ts';
import { parseBootMenu, unattendedBootMenu } from './boot-menu.ts';
import { findIsoFile, readPiece, type IsoExtent, type IsoImage } from './read-iso.ts';

/** An Ubuntu Server medium that installs without asking. */
export interface InstallationMedium {
  /** `24.04` */
  readonly release: string;
  readonly architecture: CpuArchitecture;
}

/** Before it the installer cannot be told what to do, or the preparation of a base does not fit (Ubuntu 20.04 and older). */
const oldestRelease = 22.04;
const maxInfoBytes = 1024;
const maxMenuBytes = 64 * 1024;

const infoFile = ['.disk', 'info'];
const bootMenuFile = ['boot', 'grub', 'grub.cfg'];

interface DiskInfo {
  readonly product: string;
  readonly release: string;
  readonly architecture: string;
}

/** `Ubuntu-Server 24.04.1 LTS "Noble Numbat" - Release amd64 (20240827)`; null for a text of another kind. */
export function parseDiskInfo(text: string): DiskInfo | null {
  const words =
    /^(\S+) (\d{2}\.\d{2})(?:\.\d+)?(?: LTS)? ".{1,40}" - .{0,20}?\b(amd64|arm64|i386|riscv64|ppc64el|s390x)\b/;
  const [, product, release, architecture] = words.exec(text.trim()) ?? [];
  if (product === undefined || release === undefined || architecture === undefined) return null;
  return { product, release, architecture };
}

/** Why a medium with this inscription is not taken; null when it is. */
function obstacleOf(info: DiskInfo | null, architecture: CpuArchitecture): ImageReason | null {
  if (info === null || !/ubuntu/i.test(info.product)) return 'iso-other-system';
  if (info.product !== 'Ubuntu-Server') return 'iso-desktop';
  if (info.architecture !== architecture) return 'iso-other-cpu';
  return Number(info.release) < oldestRelease ? 'iso-too-old' : null;
}

interface Menu {
  readonly extent: IsoExtent;
  readonly unattended: Buffer;
}

async function readMenu(image: IsoImage, architecture: CpuArchitecture): Promise<Menu> {
  const extent = await findIsoFile(image, bootMenuFile);
  if (extent === null || extent.sizeBytes > maxMenuBytes) throw notUsable(image.path, 'iso-no-boot-menu');
  const boot = parseBootMenu((await readPiece(image, extent)).toString('latin1'));
  const unattended = boot === null ? null : unattendedBootMenu(boot, architecture, extent.sizeBytes);
  if (unattended === null) throw notUsable(image.path, 'iso-no-boot-menu');
  return { extent, unattended };
}

/**
 * Recognises an Ubuntu Server medium for this CPU whose boot menu can be changed. Throws `image-not-usable` with the reason for
 * every other medium, `image-damaged` for one that is not whole.
 */
export async function readInstallationMedium(
  image: IsoImage,
  architecture: CpuArchitecture,
): Promise<InstallationMedium> {
  const inscription = await findIsoFile(image, infoFile);
  const isReadable = inscription !== null && inscription.sizeBytes <= maxInfoBytes;
  const text = isReadable ? (await readPiece(image, inscription)).toString('latin1') : '';
  const info = parseDiskInfo(text);
  const obstacle = obstacleOf(info, architecture);
  if (info === null || obstacle !== null) throw notUsable(image.path, obstacle ?? 'iso-other-system');
  await readMenu(image, architecture);
  return { release: info.release, architecture };
}

interface MediumCopy {
  readonly isoPath: string;
  /** SHA-256 of the medium as it was taken into the cache. */
  readonly digest: string;
  readonly architecture: CpuArchitecture;
  readonly targetPath: string;
}

/**
 * Copies a medium and gives the copy a boot menu that asks nothing: the same number of bytes at the same place, so that all that
 * makes the medium start (El Torito, partition tables, EFI image) stays as it is. An older file at the target is replaced.
 * Throws `image-damaged` when the medium is not what it was, `disk-full`; aborting rejects with `CancelledError`.
 */
export async function copyUnattended(
  { isoPath, digest, architecture, targetPath }: MediumCopy,
  options: { readonly signal: AbortSignal; readonly report: (fraction: number) => void },
): Promise<void> {
  const found = await digestFile(isoPath, { ...options, copyPath: targetPath });
  if (found !== digest) throw damagedImage(isoPath, 'wrong-checksum');
  const file = await open(targetPath, 'r+');
  try {
    const image = await toIsoImage(file, targetPath);
    const { extent, unattended } = await readMenu(image, architecture);
    await file.write(unattended, 0, unattended.length, extent.position);
    await file.sync();
  } catch (error) {
    throw error instanceof LabError ? error : translateFileError(error, targetPath);
  } finally {
    await file.close();
  }
}

/** An open file as an image. Reading behind its end throws `image-damaged`. */
export async function toIsoImage(file: Awaited<ReturnType<typeof open>>, path: string): Promise<IsoImage> {
  const { size } = await file.stat();
  return {
    path,
    sizeBytes: size,
    read: async (position, length) => {
      const bytes = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, position + done);
        if (bytesRead === 0) throw damagedImage(path, 'changed');
        done += bytesRead;
      }
      return bytes;
    },
  };
}
