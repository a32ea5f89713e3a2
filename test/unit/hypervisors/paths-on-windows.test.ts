import type path from 'node:path';
import { win32 } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { defineIn, expectPaths, qemuPaths, virtualBoxArguments, type Place } from './command-paths.ts';

// The product runs on Windows with Windows' rules for paths: here it gets them as well.
vi.mock('node:path', async (importOriginal) => {
  const original = await importOriginal<typeof path>();
  return { ...original.win32, posix: original.posix, win32: original.win32, default: original.win32 };
});

const home = 'C:\\Users\\Žofie Novák';
const image = 'E:\\Stick (1)\\noble, neu.img';

const places: readonly (readonly [name: string, place: Place, dataDir: string])[] = [
  [
    'the usual place',
    { platform: 'win32', homeDir: home, env: { LOCALAPPDATA: `${home}\\AppData\\Local` }, imagePath: image },
    'C:\\Users\\Žofie Novák\\AppData\\Local\\Big Data Lab',
  ],
  ['another drive', { platform: 'win32', homeDir: home, env: { BDL_HOME: 'D:\\VMs' }, imagePath: image }, 'D:\\VMs'],
  [
    'a folder with a comma on another drive',
    { platform: 'win32', homeDir: home, env: { BDL_HOME: 'D:\\VMs, alt\\Žofie' }, imagePath: image },
    'D:\\VMs, alt\\Žofie',
  ],
  [
    'a share of the network',
    { platform: 'win32', homeDir: home, env: { BDL_HOME: '\\\\server\\Größe\\labs' }, imagePath: image },
    '\\\\server\\Größe\\labs',
  ],
];

describe.each(places)('on Windows, with the data in %s,', (_, place, dataDir) => {
  const definitions = defineIn(place, win32);
  const baseDir = `${dataDir}\\bases\\base-0001\\vm`;
  const labDir = `${dataDir}\\labs\\labor-0001`;
  const nodeDir = `${labDir}\\nodes\\pi-200`;

  it('every call of VirtualBox names the right places, each as one argument', () => {
    expect(definitions.dataDir).toBe(dataDir);
    expectPaths(virtualBoxArguments(definitions), dataDir, [
      ...[image, baseDir, `${baseDir}\\base.vdi`, `${baseDir}\\seed.iso`, `${baseDir}\\serial.log`],
      ...[nodeDir, `${nodeDir}\\seed.iso`, `${nodeDir}\\serial.log`, `${labDir}\\shared\\one.img`],
    ]);
  });

  it('every call of QEMU names the right places', () => {
    expectPaths(qemuPaths(definitions), dataDir, [
      ...[image, `${baseDir}\\disk.qcow2`, `${nodeDir}\\disk.qcow2`, `${nodeDir}\\seed.iso`],
      ...[`${nodeDir}\\serial.log`, `${nodeDir}\\qemu.pid`, `${nodeDir}\\efi-variables.fd`],
      `${labDir}\\shared\\one.img`,
    ]);
  });
});
