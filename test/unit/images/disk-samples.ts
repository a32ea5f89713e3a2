/** Small files in the formats people have images in, made byte by byte from the formats' specifications. */

const clusterBits = 16;
export const clusterBytes = 2 ** clusterBits;

export interface Qcow2Changes {
  readonly version?: number;
  readonly virtualBytes?: number;
  readonly backingOffset?: bigint;
  readonly encryption?: number;
  readonly features?: bigint;
  readonly clusterBits?: number;
  readonly levelOneEntries?: number;
  /** Entry 0 of the only L2 table. */
  readonly cluster?: bigint;
}

/** qcow2 with one data cluster (QEMU docs/interop/qcow2.txt): header, refcounts, L1, L2, data. */
export function makeQcow2(changes: Qcow2Changes = {}): Buffer {
  const image = Buffer.alloc(6 * clusterBytes);
  image.write('QFI\u00fb', 0, 'latin1');
  image.writeUInt32BE(changes.version ?? 3, 4);
  image.writeBigUInt64BE(changes.backingOffset ?? 0n, 8);
  image.writeUInt32BE(changes.clusterBits ?? clusterBits, 20);
  image.writeBigUInt64BE(BigInt(changes.virtualBytes ?? 10 * 1024 ** 2), 24);
  image.writeUInt32BE(changes.encryption ?? 0, 32);
  image.writeUInt32BE(changes.levelOneEntries ?? 1, 36);
  image.writeBigUInt64BE(BigInt(3 * clusterBytes), 40);
  image.writeBigUInt64BE(BigInt(clusterBytes), 48);
  image.writeUInt32BE(1, 56);
  image.writeBigUInt64BE(changes.features ?? 0n, 72);
  image.writeUInt32BE(4, 96);
  image.writeUInt32BE(104, 100);
  image.writeBigUInt64BE(BigInt(2 * clusterBytes), clusterBytes);
  image.writeBigUInt64BE(BigInt(4 * clusterBytes), 3 * clusterBytes);
  image.writeBigUInt64BE(changes.cluster ?? BigInt(5 * clusterBytes), 4 * clusterBytes);
  return image;
}

/** Raw disk with one partition of `sectors` from sector 2048 on. */
export function makeMbrDisk(fileBytes: number, sectors: number, type = 0x83): Buffer {
  const disk = Buffer.alloc(fileBytes);
  disk.writeUInt8(type, 446 + 4);
  disk.writeUInt32LE(2048, 446 + 8);
  disk.writeUInt32LE(sectors, 446 + 12);
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
}

/** A disk with a partition table by its first sector, and a VMDK's description of other files by its first line. */
export function makeDescribedDisk(otherPath: string, firstLine = '# x'): Buffer {
  const text = `${firstLine}\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType="monolithicFlat"\n\nRW 2048 FLAT "${otherPath}" 0\n\n#`;
  const disk = Buffer.alloc(1024 ** 2, 'x');
  disk.write(text, 0, 'utf8');
  for (const offset of [446, 462, 478, 494]) disk.writeUInt8(0xee, offset + 4);
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
}

/** Raw disk with a GPT whose second copy lies in `backupSector`. */
export function makeGptDisk(fileBytes: number, backupSector: number): Buffer {
  const disk = makeMbrDisk(fileBytes, 0xffff_ffff, 0xee);
  disk.write('EFI PART', 512, 'latin1');
  disk.writeBigUInt64LE(BigInt(backupSector), 512 + 32);
  return disk;
}

/** Sparse VMDK 1.0 with its descriptor inside. */
export function makeVmdk(sectors: number, parent = 'ffffffff', more = ''): Buffer {
  const disk = Buffer.alloc(64 * 1024);
  disk.write('KDMV', 0, 'latin1');
  disk.writeUInt32LE(1, 4);
  disk.writeBigUInt64LE(BigInt(sectors), 12);
  disk.writeBigUInt64LE(1n, 28);
  disk.writeBigUInt64LE(20n, 36);
  disk.writeBigUInt64LE(26n, 56);
  disk.write(`# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=${parent}\n${more}`, 512, 'latin1');
  return disk;
}

/** VDI 1.1 with `allocated` blocks of 1 MiB behind its tables, in a file of `fileBytes`. */
export function makeVdi(virtualBytes: number, { kind = 1, allocated = 1, fileBytes = 3 * 1024 ** 2 } = {}): Buffer {
  const disk = Buffer.alloc(fileBytes);
  disk.write('<<< Oracle VM VirtualBox Disk Image >>>\n', 0, 'latin1');
  disk.writeUInt32LE(0xbeda107f, 0x40);
  disk.writeUInt32LE(kind, 0x4c);
  disk.writeUInt32LE(2 * 1024 ** 2, 0x158);
  disk.writeBigUInt64LE(BigInt(virtualBytes), 0x170);
  disk.writeUInt32LE(1024 ** 2, 0x178);
  disk.writeUInt32LE(allocated, 0x184);
  return disk;
}

/** VHD: data, then a footer. Kind 2 fixed, 3 dynamic, 4 difference. */
export function makeVhd(virtualBytes: number, kind = 2): Buffer {
  const disk = Buffer.alloc(64 * 1024);
  const footer = disk.length - 512;
  disk.write('conectix', footer, 'latin1');
  disk.writeBigUInt64BE(BigInt(virtualBytes), footer + 48);
  disk.writeUInt32BE(kind, footer + 60);
  return disk;
}

/** Beginning of an ISO 9660 medium; installation media carry a partition table for USB sticks besides. */
export function makeIso({ isHybrid = false } = {}): Buffer {
  const medium = isHybrid ? makeMbrDisk(2 * 1024 ** 2, 1024, 0x17) : Buffer.alloc(64 * 1024);
  medium.write('\u0001CD001\u0001', 0x8000, 'latin1');
  return medium;
}

/** First block of an appliance: a tar archive whose first member is the description. */
export function makeOva(): Buffer {
  const archive = Buffer.alloc(64 * 1024);
  archive.write('Lab größe.ovf', 0, 'utf8');
  archive.write('ustar\u000000', 257, 'latin1');
  return archive;
}
