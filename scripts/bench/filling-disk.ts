import { writeFile } from 'node:fs/promises';

const sectorBytes = 512;
const loadAddress = 0x7c00;
const firstFilled = 0x10_0000;
const codeDescriptor = [0xff, 0xff, 0, 0, 0, 0x9a, 0xcf, 0];
const dataDescriptor = [0xff, 0xff, 0, 0, 0, 0x92, 0xcf, 0];

/** What the VM writes to its serial port when its memory is full. */
export const filledMark = 'R';

function bytesOf(value: number, length: 2 | 4): readonly number[] {
  return Array.from({ length }, (_, index) => (value >>> (8 * index)) & 0xff);
}

/**
 * A boot sector for a PC: goes to protected mode, fills memory from 1 MiB on with a pattern that is not zero (a saving leaves
 * empty pages out), says so on the first serial port, and halts.
 */
function bootSector(filledBytes: number): Buffer {
  const program32 = [
    ...[0x66, 0xb8, 0x10, 0x00], // mov ax, data segment
    ...[0x8e, 0xc0], // mov es, ax
    0xfc, // cld
    ...[0xbf, ...bytesOf(firstFilled, 4)], // mov edi
    ...[0xb9, ...bytesOf(filledBytes / 4, 4)], // mov ecx
    ...[0xb8, 0x5a, 0x5a, 0x5a, 0x5a], // mov eax
    ...[0xf3, 0xab], // rep stosd
    ...[0x66, 0xba, 0xf8, 0x03], // mov dx, first serial port
    ...[0xb0, filledMark.charCodeAt(0), 0xee], // mov al; out dx, al
    ...[0xf4, 0xeb, 0xfd], // hlt, for ever
  ];
  const prologueBytes = 23;
  const tableAt = loadAddress + prologueBytes + program32.length;
  const table = [...Array<number>(8).fill(0), ...codeDescriptor, ...dataDescriptor];
  const program16 = [
    0xfa, // cli
    ...[0x31, 0xc0, 0x8e, 0xd8], // ds = 0
    ...[0x0f, 0x01, 0x16, ...bytesOf(tableAt + table.length, 2)], // lgdt
    ...[0x0f, 0x20, 0xc0, 0x0c, 0x01, 0x0f, 0x22, 0xc0], // cr0: protected mode
    ...[0xea, ...bytesOf(loadAddress + prologueBytes, 2), 0x08, 0x00], // jmp to 32 bit code
  ];
  const tableRegister = [...bytesOf(table.length - 1, 2), ...bytesOf(tableAt, 4)];
  const sector = Buffer.alloc(sectorBytes);
  Buffer.from([...program16, ...program32, ...table, ...tableRegister]).copy(sector);
  sector.writeUInt16LE(0xaa55, sectorBytes - 2);
  return sector;
}

/** Writes a raw disk image whose VM has `filledBytes` of memory in use, without an operating system. */
export async function writeFillingDisk(
  path: string,
  disk: { readonly filledBytes: number; readonly bytes: number },
): Promise<void> {
  const image = Buffer.alloc(disk.bytes);
  bootSector(disk.filledBytes).copy(image);
  await writeFile(path, image);
}
