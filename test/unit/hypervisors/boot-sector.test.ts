import { expect, it } from 'vitest';
import { bootFloppy, trialWord } from '../../../src-main/hypervisors/boot-sector.ts';

it('is a floppy of 1.44 MB whose first sector can be booted', () => {
  const image = bootFloppy();

  expect(image).toHaveLength(1_474_560);
  expect([...image.slice(510, 512)]).toEqual([0x55, 0xaa]);
});

it('points at its text, where the firmware loads it', () => {
  const image = bootFloppy();
  const [opcode, low = 0, high = 0] = image.slice(6, 9);
  const textAt = low + 256 * high - 0x7c00;

  expect(opcode).toBe(0xbe);
  expect(new TextDecoder().decode(image.slice(textAt, textAt + trialWord.length))).toBe(trialWord);
});

it('jumps only to the beginnings of its own commands', () => {
  const image = bootFloppy();
  // jz halt, jz wait, jmp next, jmp halt: where they stand, and where they must lead.
  const jumps = [
    { at: 12, to: 31 },
    { at: 22, to: 19 },
    { at: 29, to: 9 },
    { at: 32, to: 31 },
  ];

  for (const { at, to } of jumps) {
    const distance = new Int8Array(image.slice(at + 1, at + 2))[0] ?? 0;
    expect(at + 2 + distance).toBe(to);
  }
});
