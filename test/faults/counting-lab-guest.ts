import { writeFile } from 'node:fs/promises';
import { tool } from '../real/support/host.ts';

/**
 * A guest of one sector for QEMU's q35 machine, which a lab can be made of. At its first boot it marks its disk as prepared, says what the
 * product waits for in a base, and switches itself off. At every later boot, which is that of a clone, it writes `!` and then the alphabet
 * over and over to the serial port, and switches off when the power button is pressed (ACPI: status at port 0x600, control at 0x604).
 * Assembled for 0x7c00 with GNU as; `|` ends what one comment is about.
 */
const code = [
  'fa31c08ed88ec08ed0bc007cfbfc', // cli; ds = es = ss = 0; sp = 0x7c00; sti; cld
  '88169b7c', // mov [drive],dl
  'ba0206b80001ef', // let the power button show in the status: out 0x602, 0x100
  '803e9c7c007524', // cmp [prepared],0; jne node
  'c6069c7c018a169b7cb80103bb007cb9010030f6cd13', // mov [prepared],1; write this sector back: int 0x13, ah 3
  'be887ce83300', // mov si,ready; call print
  'b94800f4e2fdeb21', // stay for four seconds, as QEMU has to be met before it ends: mov cx,72; hlt; loop; jmp off
  'b021e83000b361', // node: '!'; bl = 'a'
  '88d8e82900fec380fb7b7502b361', // next: put bl; after 'z' comes 'a'
  'ba0006edf6c4017503f4ebe6', // tick: in ax,0x600; test ah,1; jnz off; hlt; jmp next
  'ba0406b80020eff4ebf6', // off: out 0x604, 0x2000; hlt; jmp off
  'ac84c07413e80200ebf6', // print: lodsb; test al,al; jz end; call put; jmp print
  '50bafd03eca82074fb58baf803eec3', // put: wait for the port; out 0x3f8,al; end: ret
].join('');
const words = '\r\nBDL-BASE ready\r\n\0';
const sectorBytes = 512;
const diskBytes = 4 * 1024 ** 2;

/** Writes it as an image of 4 MiB; `path` ends in `.qcow2`. */
export async function makeCountingLabGuest(path: string): Promise<void> {
  const disk = Buffer.alloc(diskBytes);
  Buffer.concat([Buffer.from(code, 'hex'), Buffer.from(words, 'latin1')]).copy(disk);
  disk.set([0x55, 0xaa], sectorBytes - 2);
  await writeFile(`${path}.raw`, disk);
  tool('qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', `${path}.raw`, path);
}
