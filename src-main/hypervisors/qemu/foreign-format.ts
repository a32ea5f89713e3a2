import { open } from 'node:fs/promises';

/** Formats of images that are taken, as QEMU calls them. */
export type ForeignFormat = 'qcow2' | 'vmdk' | 'vdi' | 'vpc' | 'raw';

/** What a format has in its first bytes, or in the last 512. */
const magics: readonly (readonly [ForeignFormat, part: 'head' | 'tail', at: number, magic: string])[] = [
  ['qcow2', 'head', 0, 'QFI\u00fb'],
  ['vmdk', 'head', 0, 'KDMV'],
  ['vdi', 'head', 0x40, '\u007f\u0010\u00da\u00be'],
  ['vpc', 'tail', 0, 'conectix'],
];
const partBytes = 512;

/**
 * The format of an image, which QEMU is told instead of being left to guess: some formats it knows are a text that names other files
 * of this computer, and a disk may begin with such a text. What is none of these is bytes as they are, and nothing in them is obeyed.
 */
export async function readForeignFormat(path: string): Promise<ForeignFormat> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const head = Buffer.alloc(partBytes);
  const tail = Buffer.alloc(partBytes);
  await file.read(head, 0, partBytes, 0);
  await file.read(tail, 0, partBytes, Math.max(0, size - partBytes));
  const parts = { head, tail };
  return (
    magics.find(([, part, at, magic]) => parts[part].toString('latin1', at, at + magic.length) === magic)?.[0] ?? 'raw'
  );
}
