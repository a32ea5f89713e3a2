import { damagedImage, notUsable, type FileParts } from './image-failures.ts';

const sectorBytes = 512;

/** All zeros and all ones: the values by which each format says "no parent". */
const noVmdkParent = 'ffffffff';

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function need(bytes: Uint8Array, length: number, path: string): DataView {
  if (bytes.length < length) throw damagedImage(path, 'cut-off');
  return viewOf(bytes);
}

/** A line of a VMDK's descriptor that says where bytes of the disk lie: `RW 2048 SPARSE "disk.vmdk"`. */
const extentLine = /^[^\S\n]*(?:RW|RDONLY|NOACCESS)[^\S\n]+\d+[^\S\n]+(\w+)(?:[^\S\n]+"([^"\n]*)")?/gm;

/**
 * Virtual size of a sparse VMDK (VMware, "Virtual Disk Format 5.0"). Refuses one that is a difference to another file, one whose
 * descriptor names other files (its only extent is itself, by a bare name), and one whose tables lie behind its end.
 */
export function readVmdkSize({ head, path, sizeBytes }: FileParts): number {
  const view = need(head, sectorBytes, path);
  const descriptorOffset = Number(view.getBigUint64(28, true)) * sectorBytes;
  const descriptorBytes = Number(view.getBigUint64(36, true)) * sectorBytes;
  // What cannot be looked at is not believed.
  if (descriptorOffset + descriptorBytes > head.length) throw damagedImage(path, 'nonsense');
  const descriptor = Buffer.from(head.subarray(descriptorOffset, descriptorOffset + descriptorBytes)).toString(
    'latin1',
  );
  const parent = /^parentCID\s*=\s*([0-9a-f]+)/im.exec(descriptor)?.[1] ?? noVmdkParent;
  if (parent.toLowerCase() !== noVmdkParent || /parentFileNameHint/i.test(descriptor))
    throw notUsable(path, 'needs-other-file');
  const extents = [...descriptor.matchAll(extentLine)];
  const isAlone = extents.every(([, type, name = '']) => type === 'SPARSE' && !/[/\\]/.test(name));
  if (extents.length > 1 || !isAlone) throw notUsable(path, 'needs-other-file');
  const directoryOffset = view.getBigUint64(56, true);
  const isAtEnd = directoryOffset === 0xffff_ffff_ffff_ffffn;
  if (!isAtEnd && Number(directoryOffset) * sectorBytes >= sizeBytes) throw damagedImage(path, 'cut-off');
  return Number(view.getBigUint64(12, true)) * sectorBytes;
}

/** Virtual size of a VDI 1.1 (VirtualBox, VDICore.h). Refuses differences and files that end before their last block. */
export function readVdiSize({ head, path, sizeBytes }: FileParts): number {
  const view = need(head, 0x188, path);
  const kind = view.getUint32(0x4c, true);
  if (kind !== 1 && kind !== 2) throw notUsable(path, 'needs-other-file');
  const dataOffset = view.getUint32(0x158, true);
  const blockBytes = view.getUint32(0x178, true);
  const allocatedBlocks = view.getUint32(0x184, true);
  if (dataOffset + blockBytes * allocatedBlocks > sizeBytes) throw damagedImage(path, 'cut-off');
  return Number(view.getBigUint64(0x170, true));
}

/** Virtual size of a VHD from its last sector (Microsoft, "Virtual Hard Disk Image Format Specification"). */
export function readVhdSize({ tail, path }: FileParts): number {
  const view = need(tail, sectorBytes, path);
  const kind = view.getUint32(60);
  if (kind !== 2 && kind !== 3) throw notUsable(path, 'needs-other-file');
  return Number(view.getBigUint64(48));
}

/**
 * Beginnings by which QEMU or VirtualBox take a file for something else than a disk as it is: descriptions that name other files
 * (QEMU's vmdk_probe skips blanks and lines with `#` before `version=`), and formats with a parent. Boot code begins with none of them.
 */
const otherBeginnings = ['#', ' ', '\n', '\r', 'version=', 'QED\0', 'COWD', 'WithoutFreeSpace', 'WithouFreSpacExt'];
const moreBeginnings = ['Bochs Virtual HD Image', 'LUKS\u00ba\u00be', 'conectix', 'vhdxfile'];

/** False for a file that another program would not read as the bytes of a disk, whatever else is in it. */
export function isPlainDisk(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 32)).toString('latin1');
  return ![...otherBeginnings, ...moreBeginnings].some((beginning) => start.startsWith(beginning));
}

/** A master boot record with at least one partition (also the protective one of a GPT). */
export function hasPartitionTable(head: Uint8Array): boolean {
  if (head.length < sectorBytes || head[510] !== 0x55 || head[511] !== 0xaa) return false;
  return partitions(head).length > 0;
}

interface Partition {
  readonly type: number;
  readonly startSector: number;
  readonly sectors: number;
}

function partitions(head: Uint8Array): readonly Partition[] {
  const view = viewOf(head);
  return [446, 462, 478, 494]
    .map((offset) => ({
      type: view.getUint8(offset + 4),
      startSector: view.getUint32(offset + 8, true),
      sectors: view.getUint32(offset + 12, true),
    }))
    .filter(({ type }) => type !== 0);
}

const protectiveType = 0xee;

/** Size of a raw disk, which is that of its file; refuses one whose partitions or second GPT lie behind its end. */
export function readRawSize({ head, path, sizeBytes }: FileParts): number {
  const ends = partitions(head)
    .filter(({ type }) => type !== protectiveType)
    .map(({ startSector, sectors }) => (startSector + sectors) * sectorBytes);
  const isGpt = Buffer.from(head.subarray(512, 520)).toString('latin1') === 'EFI PART' && head.length >= 552;
  const backupEnd = isGpt ? (Number(viewOf(head).getBigUint64(544, true)) + 1) * sectorBytes : 0;
  if (Math.max(backupEnd, ...ends) > sizeBytes) throw damagedImage(path, 'cut-off');
  return sizeBytes;
}
