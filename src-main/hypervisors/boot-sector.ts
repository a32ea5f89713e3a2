/** What the boot sector writes to the first serial port: nothing else has a reason to. */
export const trialWord = 'BDL-TRIAL-OK';

const sectorBytes = 512;
/** A floppy of 1.44 MB: hypervisors tell a floppy image by its size. */
const floppyBytes = 1_474_560;

/**
 * Real-mode x86, assembled by hand for 0x7c00, where the firmware of a PC loads it. It asks nothing of the computer but a serial port at 0x3F8, and halts for good: a VM that is
 * forgotten in this state takes no time of the processor.
 */
const code: readonly number[] = [
  0xfa, //                   cli
  ...[0x31, 0xc0], //        xor ax, ax
  ...[0x8e, 0xd8], //        mov ds, ax
  0xfc, //                   cld
  ...[0xbe, 0x22, 0x7c], //  mov si, text (0x7c00 + the length of this code)
  0xac, //             next: lodsb
  ...[0x84, 0xc0], //        test al, al
  ...[0x74, 0x11], //        jz halt
  ...[0x88, 0xc4], //        mov ah, al
  ...[0xba, 0xfd, 0x03], //  mov dx, 0x3fd (line status)
  0xec, //             wait: in al, dx
  ...[0xa8, 0x20], //        test al, 0x20 (ready for a character)
  ...[0x74, 0xfb], //        jz wait
  ...[0x88, 0xe0], //        mov al, ah
  ...[0xb2, 0xf8], //        mov dl, 0xf8 (data)
  0xee, //                   out dx, al
  ...[0xeb, 0xea], //        jmp next
  0xf4, //             halt: hlt
  ...[0xeb, 0xfd], //        jmp halt
];

/** A floppy that only boots, writes `trialWord` to the first serial port, and halts. */
export function bootFloppy(): Uint8Array {
  const image = new Uint8Array(floppyBytes);
  image.set(code);
  image.set(new TextEncoder().encode(`${trialWord}\r\n\0`), code.length);
  // The mark of a sector to boot from.
  image.set([0x55, 0xaa], sectorBytes - 2);
  return image;
}
