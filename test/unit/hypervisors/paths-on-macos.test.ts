import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineIn, expectPaths, qemuPaths, virtualBoxArguments, type Place } from './command-paths.ts';

const home = '/Users/žofie novák';
const image = '/Volumes/Stick (1)/noble, neu.img';

const places: readonly (readonly [name: string, place: Place, dataDir: string])[] = [
  [
    'the usual place',
    { platform: 'darwin', homeDir: home, env: {}, imagePath: image },
    '/Users/žofie novák/Library/Application Support/Big Data Lab',
  ],
  [
    'another volume',
    { platform: 'darwin', homeDir: home, env: { BDL_HOME: '/Volumes/Große Platte, alt/labs' }, imagePath: image },
    '/Volumes/Große Platte, alt/labs',
  ],
];

describe.each(places)('on macOS, with the data in %s,', (_, place, dataDir) => {
  const definitions = defineIn(place, posix);
  const baseDir = `${dataDir}/bases/base-0001/vm`;
  const labDir = `${dataDir}/labs/labor-0001`;
  const nodeDir = `${labDir}/nodes/pi-200`;

  it('every call of VirtualBox names the right places, each as one argument', () => {
    expect(definitions.dataDir).toBe(dataDir);
    expectPaths(virtualBoxArguments(definitions), dataDir, [
      ...[image, baseDir, `${baseDir}/base.vdi`, `${baseDir}/seed.iso`, `${baseDir}/serial.log`],
      ...[nodeDir, `${nodeDir}/seed.iso`, `${nodeDir}/serial.log`, `${labDir}/shared/one.img`],
    ]);
  });

  it('every call of QEMU names the right places', () => {
    expectPaths(qemuPaths(definitions), dataDir, [
      ...[image, `${baseDir}/disk.qcow2`, `${nodeDir}/disk.qcow2`, `${nodeDir}/seed.iso`, `${nodeDir}/serial.log`],
      ...[`${nodeDir}/qemu.pid`, `${nodeDir}/efi-variables.fd`, `${labDir}/shared/one.img`],
    ]);
  });
});
