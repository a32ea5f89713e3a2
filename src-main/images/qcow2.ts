import { damagedImage, notUsable, type FileParts } from './image-failures.ts';

/** What is read of a qcow2 header (QEMU docs/interop/qcow2.txt). */
export interface Qcow2Header {
  readonly virtualSizeBytes: number;
  readonly clusterBits: number;
  readonly levelOneOffset: number;
  readonly levelOneEntries: number;
}

const headerBytes = 72;
const incompatibleFeaturesOffset = 72;
const supportedVersions = [2, 3];
/** QEMU's own limit (QCOW_MAX_L1_SIZE): a larger table is a lie that would cost memory. */
const maxLevelOneBytes = 32 * 1024 ** 2;
const compressedFlag = 1n << 62n;
const offsetMask = 0x00ff_ffff_ffff_fe00n;

/**
 * The header of a qcow2 image, after refusing what a hypervisor would refuse later or should never open: backing files (they
 * name other files of this computer), encryption, and features VirtualBox 7.2 does not read (zstd, extended L2:
 * VERR_NOT_SUPPORTED). Throws `image-not-usable` or `image-damaged`.
 */
export function parseQcow2Header({ path, sizeBytes, head }: FileParts): Qcow2Header {
  if (head.length < headerBytes) throw damagedImage(path, 'cut-off');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const version = view.getUint32(4);
  if (!supportedVersions.includes(version)) throw notUsable(path, 'newer-version');
  if (view.getBigUint64(8) !== 0n) throw notUsable(path, 'needs-other-file');
  if (view.getUint32(32) !== 0) throw notUsable(path, 'encrypted');
  refuseFeatures(path, version === 3 && head.length >= 80 ? view.getBigUint64(incompatibleFeaturesOffset) : 0n);
  const header: Qcow2Header = {
    clusterBits: view.getUint32(20),
    virtualSizeBytes: Number(view.getBigUint64(24)),
    levelOneEntries: view.getUint32(36),
    levelOneOffset: Number(view.getBigUint64(40)),
  };
  if (
    header.clusterBits < 9 ||
    header.clusterBits > 21 ||
    header.virtualSizeBytes <= 0 ||
    !Number.isSafeInteger(header.virtualSizeBytes) ||
    header.levelOneEntries * 8 > maxLevelOneBytes
  ) {
    throw damagedImage(path, 'nonsense');
  }
  const refcountTableEnd = Number(view.getBigUint64(48)) + view.getUint32(56) * 2 ** header.clusterBits;
  const levelOneEnd = header.levelOneOffset + header.levelOneEntries * 8;
  if (Math.max(levelOneEnd, refcountTableEnd) > sizeBytes) throw damagedImage(path, 'cut-off');
  return header;
}

/** Bits of `incompatible_features`; who does not know one must not open the image. */
function refuseFeatures(path: string, features: bigint): void {
  if ((features & 0b11n) !== 0n) throw damagedImage(path, 'not-closed');
  if ((features & 0b100n) !== 0n) throw notUsable(path, 'needs-other-file');
  if ((features & 0b1000n) !== 0n) throw notUsable(path, 'zstd');
  if ((features & 0b1_0000n) !== 0n) throw notUsable(path, 'extended-l2');
  if (features !== 0n) throw notUsable(path, 'newer-version');
}

type ReadAt = (buffer: Buffer, position: number) => Promise<void>;

/**
 * True when a table names a place behind the end of the file: a download or a copy that broke off. Reads the tables only, each once.
 * Throws `image-damaged` for tables that no program wrote.
 */
export async function findCutOff(
  header: Qcow2Header,
  { path, sizeBytes }: Pick<FileParts, 'path' | 'sizeBytes'>,
  read: ReadAt,
): Promise<boolean> {
  const levelOne = await readTable(header.levelOneOffset, header.levelOneEntries, read);
  const entriesPerTable = 2 ** (header.clusterBits - 3);
  const seen = new Set<number>();
  for (const entry of levelOne) {
    const tableOffset = Number(entry & offsetMask);
    if (tableOffset === 0) continue;
    // No table is named twice, or lies across others: a small file could ask for reading without end.
    if (tableOffset % 2 ** header.clusterBits !== 0 || seen.has(tableOffset)) throw damagedImage(path, 'nonsense');
    seen.add(tableOffset);
    if (tableOffset + entriesPerTable * 8 > sizeBytes) return true;
    const table = await readTable(tableOffset, entriesPerTable, read);
    if (table.some((cluster) => clusterOffset(cluster, header.clusterBits) >= sizeBytes)) return true;
  }
  return false;
}

async function readTable(offset: number, entries: number, read: ReadAt): Promise<readonly bigint[]> {
  const bytes = Buffer.alloc(entries * 8);
  await read(bytes, offset);
  return Array.from({ length: entries }, (_, index) => bytes.readBigUInt64BE(index * 8));
}

/** Where a cluster begins in the file; 0 for one that is not there. A compressed one says it in fewer bits. */
function clusterOffset(entry: bigint, clusterBits: number): number {
  if ((entry & compressedFlag) === 0n) return Number(entry & offsetMask);
  const bits = BigInt(62 - (clusterBits - 8));
  return Number(entry & ((1n << bits) - 1n));
}
