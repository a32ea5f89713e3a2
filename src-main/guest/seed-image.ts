import { writeFileAtomically } from '../store/atomic-write.ts';
import type { SeedFiles } from './documents/seed-files.ts';

const sectorBytes = 2048;
/** Sizes are rounded up to this: a drive that reads ahead never meets the end of the image. */
const granuleBytes = 64 * 1024;
/** Label by which cloud-init finds its NoCloud seed; it also knows `CIDATA`, nothing between. */
const volumeLabel = 'cidata';
const rockRidgeId = 'RRIP_1991A';
/** 2020-01-01 00:00:00 UTC: the same documents give the same bytes. */
const recordedAt = [120, 1, 1, 0, 0, 0, 0];

/** Places of the fixed parts, in sectors; file contents follow. */
const place = { volume: 16, terminator: 17, pathTableLittle: 18, pathTableBig: 19, root: 20, files: 21 } as const;

interface PlacedFile {
  readonly name: string;
  readonly content: Buffer;
  readonly sector: number;
}

function sectorsFor(bytes: number): number {
  return Math.ceil(bytes / sectorBytes);
}

/** ISO 9660 writes most numbers twice: little-endian, then big-endian. */
function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

/** A system use entry (SUSP): two letters, length, version, payload. */
function systemUse(signature: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.from([4 + payload.length, 1]), payload]);
}

/** Rock Ridge file attributes: mode, link count, owner and group (root). */
function attributes(mode: number, links: number): Buffer {
  return systemUse('PX', Buffer.concat([both32(mode), both32(links), both32(0), both32(0)]));
}

const directoryAttributes = attributes(0o040555, 2);

/** Marks the directory tree as one with Rock Ridge names; stands in the root's own record only. */
function rockRidgeMarks(): Buffer {
  const start = systemUse('SP', Buffer.from([0xbe, 0xef, 0]));
  const id = Buffer.from(rockRidgeId, 'latin1');
  return Buffer.concat([start, systemUse('ER', Buffer.concat([Buffer.from([id.length, 0, 0, 1]), id]))]);
}

interface RecordedEntry {
  readonly identifier: Buffer;
  readonly sector: number;
  readonly sizeBytes: number;
  readonly isDirectory: boolean;
  readonly systemUse: Buffer;
}

function directoryRecord(entry: RecordedEntry): Buffer {
  const padding = Buffer.alloc(entry.identifier.length % 2 === 0 ? 1 : 0);
  const body = Buffer.concat([
    Buffer.from([0]),
    both32(entry.sector),
    both32(entry.sizeBytes),
    Buffer.from(recordedAt),
    Buffer.from([entry.isDirectory ? 2 : 0, 0, 0]),
    both16(1),
    Buffer.from([entry.identifier.length]),
    entry.identifier,
    padding,
    entry.systemUse,
  ]);
  const even = body.length % 2 === 0 ? Buffer.concat([body, Buffer.alloc(1)]) : body;
  return Buffer.concat([Buffer.from([even.length + 1]), even]);
}

function rootRecord(identifier: number, extra: Buffer): Buffer {
  return directoryRecord({
    identifier: Buffer.from([identifier]),
    sector: place.root,
    sizeBytes: sectorBytes,
    isDirectory: true,
    systemUse: extra,
  });
}

function fileRecord(file: PlacedFile): Buffer {
  const name = systemUse('NM', Buffer.concat([Buffer.from([0]), Buffer.from(file.name, 'latin1')]));
  return directoryRecord({
    identifier: Buffer.from(`${file.name.toUpperCase()}.;1`, 'latin1'),
    sector: file.sector,
    sizeBytes: file.content.length,
    isDirectory: false,
    systemUse: Buffer.concat([attributes(0o100444, 1), name]),
  });
}

function rootDirectory(files: readonly PlacedFile[]): Buffer {
  const own = rootRecord(0, Buffer.concat([rockRidgeMarks(), directoryAttributes]));
  return Buffer.concat([own, rootRecord(1, directoryAttributes), ...files.map(fileRecord)]);
}

function pathTable(endian: 'little' | 'big'): Buffer {
  const table = Buffer.alloc(10);
  table.writeUInt8(1, 0);
  if (endian === 'little') {
    table.writeUInt32LE(place.root, 2);
    table.writeUInt16LE(1, 6);
  } else {
    table.writeUInt32BE(place.root, 2);
    table.writeUInt16BE(1, 6);
  }
  return table;
}

function volumeDescriptor(sectorCount: number): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  const putText = (offset: number, length: number, text: string): number =>
    sector.write(text.padEnd(length), offset, length, 'latin1');
  sector.set([1, ...Buffer.from('CD001', 'latin1'), 1]);
  putText(8, 32, 'LINUX');
  putText(40, 32, volumeLabel);
  sector.set(both32(sectorCount), 80);
  sector.set(both16(1), 120);
  sector.set(both16(1), 124);
  sector.set(both16(sectorBytes), 128);
  sector.set(both32(pathTable('little').length), 132);
  sector.writeUInt32LE(place.pathTableLittle, 140);
  sector.writeUInt32BE(place.pathTableBig, 148);
  sector.set(rootRecord(0, Buffer.alloc(0)), 156);
  putText(190, 623, '');
  // Four dates of 17 bytes, all "not specified": digits zero, time zone zero.
  for (const offset of [813, 830, 847, 864]) putText(offset, 16, '0'.repeat(16));
  sector.writeUInt8(1, 881);
  return sector;
}

function placeFiles(files: SeedFiles): readonly PlacedFile[] {
  // In the order ISO 9660 wants within a directory: by identifier.
  const contents = [
    ['meta-data', files.metaData],
    ['network-config', files.networkConfig],
    ['user-data', files.userData],
  ] as const;
  const sizes = contents.map(([, text]) => sectorsFor(Buffer.byteLength(text)));
  return contents.map(([name, text], index) => {
    const before = sizes.slice(0, index).reduce((sum, sectors) => sum + sectors, 0);
    return { name, content: Buffer.from(text), sector: place.files + before };
  });
}

/**
 * The seed as an ISO 9660 image with Rock Ridge names (ECMA-119, IEEE P1282), labelled `cidata`, that cloud-init's NoCloud
 * source reads. Pure: the same documents give the same bytes; a multiple of 64 KiB.
 */
export function seedImageBytes(files: SeedFiles): Uint8Array {
  const placed = placeFiles(files);
  const end = Math.max(...placed.map((file) => file.sector + sectorsFor(file.content.length)));
  const image = Buffer.alloc(Math.ceil((end * sectorBytes) / granuleBytes) * granuleBytes);
  const put = (sector: number, bytes: Buffer): void => {
    bytes.copy(image, sector * sectorBytes);
  };
  put(place.volume, volumeDescriptor(image.length / sectorBytes));
  put(place.terminator, Buffer.from([255, ...Buffer.from('CD001', 'latin1'), 1]));
  put(place.pathTableLittle, pathTable('little'));
  put(place.pathTableBig, pathTable('big'));
  put(place.root, rootDirectory(placed));
  for (const file of placed) put(file.sector, file.content);
  return image;
}

/**
 * Writes the seed image whole or not at all, readable by this user only: it holds a private host key and a password hash.
 * Makes the folder when it is missing; an older image at `path` is replaced. Throws `disk-full` or `data-folder-not-writable`.
 */
export async function writeSeedImage(path: string, files: SeedFiles): Promise<void> {
  await writeFileAtomically(path, seedImageBytes(files), 0o600);
}
