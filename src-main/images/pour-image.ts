import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { throwIfCancelled } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import { translateFileError } from '../store/file-error.ts';
import { damagedImage, notUsable } from './image-failures.ts';
import { parseQcow2Header, type Qcow2Header } from './qcow2.ts';
import { recogniseFile } from './recognise.ts';

const inflate = promisify(inflateRaw);

const compressedFlag = 1n << 62n;
const offsetMask = 0x00ff_ffff_ffff_fe00n;
/** In the low bits of an entry: the cluster reads as zeros (version 3). */
const zeroFlag = 1n;
const headBytes = 40 * 1024;
const chunkBytes = 2 ** 20;

/** How pouring may go. */
export interface PouringOptions {
  /** CPU of this computer. */
  readonly architecture: CpuArchitecture;
  readonly signal: AbortSignal;
  /** Fraction done, 0 to 1. */
  readonly report: (fraction: number) => void;
}

interface Pouring extends PouringOptions {
  readonly imagePath: string;
  readonly image: FileHandle;
  readonly target: FileHandle;
  readonly targetBytes: number;
}

/**
 * Writes the bytes of a qcow2 or raw disk image to the beginning of a file that exists, is large enough and holds zeros; zeros
 * are not written. For hypervisors that read no image but their own. Throws `image-not-usable` for other formats and for a
 * target that is too small, `image-damaged`, `disk-full`, `CancelledError`; what was written stays then.
 */
export async function pourImage(imagePath: string, targetPath: string, options: PouringOptions): Promise<void> {
  throwIfCancelled(options.signal);
  const recognised = await recogniseFile(imagePath, options.architecture);
  if (recognised.kind !== 'disk' || (recognised.format !== 'qcow2' && recognised.format !== 'raw'))
    throw notUsable(imagePath, 'other-format');
  const image = await open(imagePath, 'r');
  try {
    const target = await open(targetPath, 'r+');
    try {
      const { size: targetBytes } = await target.stat();
      if (recognised.virtualSizeBytes > targetBytes) throw notUsable(imagePath, 'larger-than-disk');
      const pouring = { ...options, imagePath, image, target, targetBytes };
      if (recognised.format === 'raw') await pourRaw(pouring, recognised.virtualSizeBytes);
      else await pourQcow2(pouring);
      await target.sync();
    } finally {
      await target.close();
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? translateFileError(error, targetPath) : error;
  } finally {
    await image.close();
  }
}

async function pourRaw({ image, target, signal, report }: Pouring, sizeBytes: number): Promise<void> {
  const chunk = Buffer.alloc(chunkBytes);
  for (let position = 0; position < sizeBytes; position += chunkBytes) {
    throwIfCancelled(signal);
    const { bytesRead } = await image.read(chunk, 0, Math.min(chunkBytes, sizeBytes - position), position);
    await writeUnlessZero(target, chunk.subarray(0, bytesRead), position);
    report(Math.min(1, (position + bytesRead) / sizeBytes));
  }
}

async function writeUnlessZero(target: FileHandle, bytes: Buffer, position: number): Promise<void> {
  if (bytes.every((byte) => byte === 0)) return;
  await target.write(bytes, 0, bytes.length, position);
}

async function pourQcow2(pouring: Pouring): Promise<void> {
  const { image, imagePath, signal, report } = pouring;
  const { size: sizeBytes } = await image.stat();
  const head = await readUpTo(image, headBytes, 0);
  const header = parseQcow2Header({ path: imagePath, sizeBytes, head, tail: Buffer.alloc(0) });
  const tables = await readTable(image, header.levelOneOffset, header.levelOneEntries);
  for (const [index, entry] of tables.entries()) {
    throwIfCancelled(signal);
    const tableOffset = Number(entry & offsetMask);
    if (tableOffset !== 0) await pourTable(pouring, header, { index, tableOffset });
    report((index + 1) / tables.length);
  }
}

interface Table {
  readonly index: number;
  readonly tableOffset: number;
}

/** One table covers 512 MiB of the disk with the usual clusters of 64 KiB. */
async function pourTable(pouring: Pouring, header: Qcow2Header, { index, tableOffset }: Table): Promise<void> {
  const clusterBytes = 2 ** header.clusterBits;
  const entries = clusterBytes / 8;
  const clusters = await readTable(pouring.image, tableOffset, entries);
  for (const [number, entry] of clusters.entries()) {
    const position = (index * entries + number) * clusterBytes;
    if (position >= header.virtualSizeBytes) return;
    throwIfCancelled(pouring.signal);
    const bytes = await readCluster(pouring, header, entry);
    if (bytes === null) continue;
    const length = Math.min(bytes.length, header.virtualSizeBytes - position);
    await writeUnlessZero(pouring.target, bytes.subarray(0, length), position);
  }
}

/** The content of a cluster, or null for zeros. QEMU docs/interop/qcow2.txt. */
async function readCluster(
  { image, imagePath }: Pouring,
  { clusterBits }: Qcow2Header,
  entry: bigint,
): Promise<Buffer | null> {
  const clusterBytes = 2 ** clusterBits;
  if ((entry & compressedFlag) === 0n) {
    const offset = Number(entry & offsetMask);
    if (offset === 0 || (entry & zeroFlag) !== 0n) return null;
    return readUpTo(image, clusterBytes, offset);
  }
  const offsetBits = BigInt(62 - (clusterBits - 8));
  const offset = Number(entry & ((1n << offsetBits) - 1n));
  const sectors = Number((entry >> offsetBits) & ((1n << BigInt(clusterBits - 8)) - 1n)) + 1;
  const packed = await readUpTo(image, sectors * 512 - (offset % 512), offset);
  try {
    const bytes = await inflate(packed, { maxOutputLength: clusterBytes });
    if (bytes.length === clusterBytes) return bytes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw damagedImage(imagePath, 'nonsense');
}

async function readTable(image: FileHandle, offset: number, entries: number): Promise<readonly bigint[]> {
  const bytes = await readUpTo(image, entries * 8, offset);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readBigUInt64BE(index * 8));
}

/** Fewer bytes at the end of the file. */
async function readUpTo(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
