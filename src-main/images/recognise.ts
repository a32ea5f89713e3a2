import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { LabError } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import { fileErrorCode, isMissingFile, translateFileError } from '../store/file-error.ts';
import type { ImageFormat } from './cache.ts';
import { hasPartitionTable, isPlainDisk, readRawSize, readVdiSize, readVhdSize, readVmdkSize } from './disk-headers.ts';
import { damagedImage, notUsable, type FileParts, type ImageReason } from './image-failures.ts';
import { readInstallationMedium, type InstallationMedium } from './iso/installation-medium.ts';
import { findCutOff, parseQcow2Header } from './qcow2.ts';

/** What a file is, by its content. */
export type RecognisedFile =
  | { readonly kind: 'disk'; readonly format: ImageFormat; readonly virtualSizeBytes: number }
  | { readonly kind: 'installer'; readonly medium: InstallationMedium }
  /** Known, but nothing that can be taken as it is. */
  | { readonly kind: 'ova' };

/** What a file is as far as its two ends tell. */
export type RecognisedParts = Exclude<RecognisedFile, { kind: 'installer' }> | { readonly kind: 'iso' };

const headBytes = 40 * 1024;
const tailBytes = 512;

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1');
}

/** First bytes of what people take for an image, and what it is instead. */
const nearMisses: readonly (readonly [magic: string, reason: ImageReason])[] = [
  ['\u001f\u008b', 'packed'],
  ['\u00fd7zXZ', 'packed'],
  ['\u0028\u00b5\u002f\u00fd', 'packed'],
  ['PK\u0003\u0004', 'packed'],
  ['7z\u00bc\u00af', 'packed'],
  ['# Disk DescriptorFile', 'description-only'],
  ['vhdxfile', 'vhdx'],
  ['<!DOCTYPE', 'web-page'],
  ['<html', 'web-page'],
];

/** Tells what a file is by its content, never by its name. Pure. Throws `image-not-usable` or `image-damaged`. */
export function recogniseParts(parts: FileParts): RecognisedParts {
  const { head, tail, path } = parts;
  if (parts.sizeBytes === 0) throw damagedImage(path, 'empty');
  if (textAt(head, 0, 4) === 'QFI\u00fb') return disk('qcow2', parseQcow2Header(parts).virtualSizeBytes, path);
  if (textAt(head, 0, 4) === 'KDMV') return disk('vmdk', readVmdkSize(parts), path);
  if (textAt(head, 0x40, 4) === '\u007f\u0010\u00da\u00be') return disk('vdi', readVdiSize(parts), path);
  if (textAt(tail, 0, 8) === 'conectix') return disk('vhd', readVhdSize(parts), path);
  // Before raw disks: installation media carry a partition table as well, for USB sticks.
  if (textAt(head, 0x8001, 5) === 'CD001') return { kind: 'iso' };
  if (textAt(head, 257, 5) === 'ustar' && /\.ovf\0/i.test(textAt(head, 0, 101))) return { kind: 'ova' };
  if (hasPartitionTable(head) && isPlainDisk(head)) return disk('raw', readRawSize(parts), path);
  const [, reason] = nearMisses.find(([magic]) => textAt(head, 0, magic.length) === magic) ?? [];
  throw notUsable(path, reason ?? 'unknown-format');
}

function disk(format: ImageFormat, virtualSizeBytes: number, path: string): RecognisedParts {
  if (!Number.isSafeInteger(virtualSizeBytes) || virtualSizeBytes <= 0) throw damagedImage(path, 'nonsense');
  return { kind: 'disk', format, virtualSizeBytes };
}

/**
 * Reads what is needed of a file and recognises it; a qcow2 image is also searched for parts behind its end, and an ISO must be
 * an Ubuntu Server medium for this CPU. Throws `image-not-usable` (also for a missing file, a folder) or `image-damaged`.
 */
export async function recogniseFile(path: string, architecture: CpuArchitecture): Promise<RecognisedFile> {
  try {
    const file = await open(path, 'r');
    try {
      return await recogniseOpenFile(file, path, architecture);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) throw notUsable(path, 'missing');
    if (['EACCES', 'EPERM'].includes(fileErrorCode(error))) throw notUsable(path, 'unreadable');
    throw error instanceof LabError ? error : translateFileError(error, path);
  }
}

async function recogniseOpenFile(
  file: FileHandle,
  path: string,
  architecture: CpuArchitecture,
): Promise<RecognisedFile> {
  const found = await file.stat();
  if (!found.isFile()) throw notUsable(path, 'no-file');
  const sizeBytes = found.size;
  const read = async (buffer: Buffer, position: number): Promise<void> => {
    await readWhole(file, buffer, { position, path });
  };
  const readPart = async (position: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    await read(bytes, position);
    return bytes;
  };
  const head = Buffer.alloc(Math.min(headBytes, sizeBytes));
  const tail = Buffer.alloc(Math.min(tailBytes, sizeBytes));
  await read(head, 0);
  await read(tail, sizeBytes - tail.length);
  const parts = { path, sizeBytes, head, tail };
  const recognised = recogniseParts(parts);
  if (recognised.kind === 'iso') {
    const image = { path, sizeBytes, read: readPart };
    return { kind: 'installer', medium: await readInstallationMedium(image, architecture) };
  }
  if (recognised.kind === 'disk' && recognised.format === 'qcow2') {
    if (await findCutOff(parseQcow2Header(parts), parts, read)) throw damagedImage(path, 'cut-off');
  }
  return recognised;
}

async function readWhole(
  file: FileHandle,
  buffer: Buffer,
  { position, path }: { readonly position: number; readonly path: string },
): Promise<void> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw damagedImage(path, 'changed');
    done += bytesRead;
  }
}
