import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const folder = join(import.meta.dirname, '../../fixtures/iso');

/** An installation medium of the fixtures (test/fixtures/iso/README.md). */
export function readMedium(name: string): Buffer {
  return gunzipSync(readFileSync(join(folder, `${name}.iso.gz`)));
}

/** The boot menu of Ubuntu Server 24.04's medium. */
export function readBootMenu(): string {
  return readFileSync(join(folder, 'grub-24.04.cfg'), 'utf8');
}
