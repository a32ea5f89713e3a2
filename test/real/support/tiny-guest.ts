import { writeFile } from 'node:fs/promises';
import { tool } from './host.ts';

/**
 * A guest of one sector that starts in a second, where a Linux takes minutes. At its first boot it marks its disk as prepared, says
 * what the product waits for in a base, and cuts its power by the word that VirtualBox's BIOS takes for that. At every later boot,
 * which is that of a clone, it writes to its disk for ever, each second a mebibyte further, and says so on the serial port.
 * Assembled for 0x7c00 with GNU as; `|` ends what one comment is about.
 */
const code = [
  'fa31c08ed88ec08ed0bc007cfbfc', // cli; xor ax,ax; ds, es, ss = ax; sp = 0x7c00; sti; cld
  '8816d87c 803ed97c00 7523', // mov [drive],dl; cmp [prepared],0; jne node
  'c606d97c01 b80103 bb007c b90100 30f6 cd13', // mov [prepared],1; write this sector back: int 0x13, ah 3
  'be8a7c e84100', // mov si,ready; call print
  'bed07c b90800 ba0f04 f36e', // mov si,shutdown; mov cx,8; mov dx,0x40f; rep outsb
  'be9d7c e83000', // node: mov si,hello; call print
  'b91200 f4 e2fd', // again: mov cx,18; tick: hlt; loop tick
  'b443 30c0 8a16d87c bedc7c cd13 7213', // write a sector: ah 0x43, dl drive, si packet, int 0x13; jc failed
  '8106e47c0008 8316e67c00', // add the number of sectors of a mebibyte to the address
  'beb97c e80a00 ebd8', // mov si,wrote; call print; jmp again
  'bec17c e80200 ebd0', // failed: mov si,bad; call print; jmp again
  'ac 84c0 7412 88c3', // print: lodsb; test al,al; jz end; mov bl,al
  'bafd03 ec a820 74fb', // wait: in al,0x3fd; test al,0x20; jz wait
  '88d8 baf803 ee ebe9 c3', // mov al,bl; out 0x3f8,al; jmp print; end: ret
].join('');
const words = '\r\nBDL-BASE ready\r\n\0hello from the tiny guest\r\n\0wrote\r\n\0write failed\r\n\0Shutdown';
/** drive, prepared, padding; a disk address packet: 16 bytes, one sector from 0x7c00, to the second mebibyte. */
const data = '0000 6690 10000100 007c0000 0008000000000000';
const preparedData = data.replace('0000', '0001');

const sectorBytes = 512;
const diskBytes = 4 * 1024 ** 2;

/** Writes the guest as an image of 4 MiB; `path` ends in `.qcow2`. `prepared`: as its base has left it. */
export async function makeTinyGuest(path: string, { prepared = false } = {}): Promise<void> {
  const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
  const disk = Buffer.alloc(diskBytes);
  Buffer.concat([fromHex(code), Buffer.from(words, 'latin1'), fromHex(prepared ? preparedData : data)]).copy(disk);
  disk.set([0x55, 0xaa], sectorBytes - 2);
  const rawPath = `${path}.raw`;
  await writeFile(rawPath, disk);
  tool('qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', rawPath, path);
}
