import { damagedImage } from '../image-failures.ts';

/** Reads so many bytes from there on; rejects when the file ends before. */
export type ReadBytes = (position: number, length: number) => Promise<Buffer>;

/** Where the content of one file lies within an ISO 9660 image: in one piece. */
export interface IsoExtent {
  readonly position: number;
  readonly sizeBytes: number;
}

/** An image that is read. Everything in it was written by somebody else: every number is checked before it is used. */
export interface IsoImage {
  readonly path: string;
  readonly sizeBytes: number;
  readonly read: ReadBytes;
}

const sectorBytes = 2048;
const firstDescriptor = 16;
/** As many volume descriptors are looked at; real images have three or four. */
const maxDescriptors = 16;
const primaryVolume = 1;
const lastDescriptor = 255;
/** A folder of 1 MiB has several thousand entries; those that are read here have some dozens. */
const maxFolderBytes = 1024 ** 2;
const shortestRecord = 34;
const flagFolder = 0x02;
const flagContinues = 0x80;

interface IsoEntry extends IsoExtent {
  readonly name: string;
  readonly isFolder: boolean;
  /** The content goes on in another piece. */
  readonly continues: boolean;
}

/**
 * The place of a file in an ISO 9660 image (ECMA-119), by its Rock Ridge name where it has one; null when there is none. Names are
 * compared without regard to case, as images without Rock Ridge write them in capitals. Throws `image-damaged` for an image
 * that ends early or makes no sense.
 */
export async function findIsoFile(image: IsoImage, names: readonly string[]): Promise<IsoExtent | null> {
  let folder: IsoEntry = await readRoot(image);
  for (const [depth, name] of names.entries()) {
    const found = (await readFolder(image, folder)).find((entry) => entry.name === name.toLowerCase());
    const isLast = depth === names.length - 1;
    if (found === undefined || found.isFolder === isLast) return null;
    if (found.continues) throw damagedImage(image.path, 'nonsense');
    folder = found;
  }
  return { position: folder.position, sizeBytes: folder.sizeBytes };
}

async function readRoot(image: IsoImage): Promise<IsoEntry> {
  for (let index = firstDescriptor; index < firstDescriptor + maxDescriptors; index += 1) {
    const sector = await readPiece(image, { position: index * sectorBytes, sizeBytes: sectorBytes });
    if (sector.toString('latin1', 1, 6) !== 'CD001' || sector[0] === lastDescriptor) break;
    if (sector[0] !== primaryVolume) continue;
    if (sector.readUInt16LE(128) !== sectorBytes) break;
    if (sector.readUInt32LE(80) * sectorBytes > image.sizeBytes) throw damagedImage(image.path, 'cut-off');
    const root = parseRecord(sector.subarray(156, 190));
    if (root?.isFolder === true) return root;
    break;
  }
  throw damagedImage(image.path, 'nonsense');
}

async function readFolder(image: IsoImage, folder: IsoEntry): Promise<readonly IsoEntry[]> {
  if (folder.sizeBytes > maxFolderBytes) throw damagedImage(image.path, 'nonsense');
  const bytes = await readPiece(image, folder);
  const entries: IsoEntry[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const length = bytes[offset] ?? 0;
    if (length === 0) {
      // No record crosses the end of a sector.
      offset = (Math.floor(offset / sectorBytes) + 1) * sectorBytes;
      continue;
    }
    const entry = parseRecord(bytes.subarray(offset, offset + length));
    if (entry === null) throw damagedImage(image.path, 'nonsense');
    entries.push(entry);
    offset += length;
  }
  return entries;
}

/** A directory record (ECMA-119, 9.1); null when its lengths contradict each other. */
function parseRecord(record: Buffer): IsoEntry | null {
  if (record.length < shortestRecord) return null;
  const nameLength = record.readUInt8(32);
  const nameEnd = 33 + nameLength;
  if (nameEnd > record.length) return null;
  const flags = record.readUInt8(25);
  const plainName = record.toString('latin1', 33, nameEnd).replace(/\.?;\d+$/, '');
  const systemUse = record.subarray(nameEnd + ((nameLength + 1) % 2));
  return {
    name: (rockRidgeName(systemUse) ?? plainName).toLowerCase(),
    position: record.readUInt32LE(2) * sectorBytes,
    sizeBytes: record.readUInt32LE(10),
    isFolder: (flags & flagFolder) !== 0,
    continues: (flags & flagContinues) !== 0,
  };
}

/** The name of the `NM` entry (IEEE P1282, 4.1.4); null without one. */
function rockRidgeName(systemUse: Buffer): string | null {
  let offset = 0;
  while (offset + 4 <= systemUse.length) {
    const length = systemUse.readUInt8(offset + 2);
    if (length < 4 || offset + length > systemUse.length) return null;
    if (systemUse.toString('latin1', offset, offset + 2) === 'NM' && length > 5) {
      return systemUse.toString('latin1', offset + 5, offset + length);
    }
    offset += length;
  }
  return null;
}

/** The bytes of a piece. Throws `image-damaged` when it lies behind the end of the file. */
export async function readPiece(image: IsoImage, { position, sizeBytes }: IsoExtent): Promise<Buffer> {
  if (position + sizeBytes > image.sizeBytes) throw damagedImage(image.path, 'cut-off');
  return image.read(position, sizeBytes);
}
