import { readFile, writeFile } from 'node:fs/promises';

/**
 * A guest system in 40 bytes: writes `!` to the first serial port when it boots, and then the alphabet over and over, a letter
 * at each tick of the clock (18 a second). What it wrote tells whether it was started anew or went on.
 */
const bootSector = [
  ...[0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xd0, 0xbc, 0x00, 0x7c, 0xfb], // cli; ds = ss = 0; sp = 0x7c00; sti
  ...[0xb0, 0x21, 0xe8, 0x13, 0x00], // al = '!'; call put
  ...[0xb3, 0x61], // bl = 'a'
  ...[0x88, 0xd8, 0xe8, 0x0c, 0x00], // next: al = bl; call put
  ...[0xfe, 0xc3, 0x80, 0xfb, 0x7b, 0x75, 0x02, 0xb3, 0x61], // bl += 1; after 'z' comes 'a'
  ...[0xf4, 0xeb, 0xef], // hlt; jmp next
  ...[0xba, 0xf8, 0x03, 0xee, 0xc3], // put: out 0x3f8, al; ret
];

/** Writes a raw disk image that boots into it. */
export async function writeCountingGuest(imagePath: string, sizeBytes: number): Promise<void> {
  const image = Buffer.alloc(sizeBytes);
  image.set(bootSector, 0);
  image.set([0x55, 0xaa], 510);
  await writeFile(imagePath, image);
}

export interface Count {
  /** How often it was booted. */
  readonly boots: number;
  /** Last letter, or empty. */
  readonly last: string;
  /** Letters that do not follow the one before them. */
  readonly jumps: readonly string[];
}

/** Reads what such a guest has written into its serial log. */
export async function readCount(serialLogPath: string): Promise<Count> {
  const text = (await readFile(serialLogPath, 'latin1')).replaceAll(/[^!a-z]/g, '');
  const follows = (before: string, letter: string): boolean =>
    letter === '!' || letter === (before === '!' ? 'a' : String.fromCharCode(97 + ((before.charCodeAt(0) - 96) % 26)));
  const letters = [...text];
  const jumps = letters.flatMap((letter, index) => {
    const before = letters[index - 1];
    return before === undefined || follows(before, letter) ? [] : [`${before}${letter}`];
  });
  return { boots: letters.filter((letter) => letter === '!').length, last: letters.at(-1) ?? '', jumps };
}
