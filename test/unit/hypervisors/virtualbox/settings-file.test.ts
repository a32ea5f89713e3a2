import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeAttribute,
  encodeAttribute,
  parseExtraData,
  parseSettingsFile,
} from '../../../../src-main/hypervisors/virtualbox/parse-settings-file.ts';
import { movedRoots, pathsBelow, replacePaths } from '../../../../src-main/hypervisors/virtualbox/relocate-settings.ts';

function readSettings(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/virtualbox', name), 'utf8');
}

const clone = readSettings('settings-clone-with-snapshot.vbox');
const saved = readSettings('settings-saved.vbox');

describe('parseSettingsFile', () => {
  it('reads a linked clone that has a snapshot: the VM as it is now, not as it was', () => {
    expect(parseSettingsFile(clone)).toEqual({
      vmId: '22222222-1111-4111-8111-111111111111',
      name: 'pi-202',
      stateText: 'poweroff',
      groups: ['/Big Data Labor'],
      cpus: 2,
      memoryMiB: 1200,
      adapters: [
        {
          slot: 1,
          attachment: 'nat',
          mac: '08:00:27:00:00:02',
          networkName: null,
          cableConnected: true,
          forwards: [{ name: 'ssh', protocol: 'tcp', hostAddress: '127.0.0.1', hostPort: 2202, guestPort: 22 }],
        },
        {
          slot: 2,
          attachment: 'intnet',
          mac: '08:00:27:00:00:12',
          networkName: 'bigdata',
          cableConnected: true,
          forwards: [],
        },
      ],
      serialPath: '/home/lab/lab/nodes/pi-202/serial.log',
      media: [
        { controller: 'SATA', port: 0, device: 0, mediumId: 'ee09b7d8-2dac-4ef9-9010-4d53e11bca62', path: '' },
        {
          controller: 'SATA',
          port: 1,
          device: 0,
          mediumId: 'd510158f-a88b-4c92-b697-bc17b8daaaf0',
          path: '/home/lab/seed2.iso',
        },
        {
          controller: 'SATA',
          port: 2,
          device: 0,
          mediumId: '6169e9e0-927e-486b-b3a4-30c41d887a89',
          path: '/home/lab/lab/shared.vdi',
        },
      ],
    });
  });

  it('reads a saved VM with a pulled cable and one CPU', () => {
    const settings = parseSettingsFile(saved);

    expect(settings).toMatchObject({ stateText: 'saved', cpus: 1, serialPath: null });
    expect(settings?.adapters.map(({ cableConnected }) => cableConnected)).toEqual([true, false]);
  });

  it('answers null for a file that was cut, wherever', () => {
    fc.assert(
      fc.property(fc.nat(clone.trimEnd().length - 1), (length) => {
        expect(parseSettingsFile(clone.slice(0, length))).toBeNull();
      }),
    );
  });

  it('reads extra data with letters that VirtualBox wrote as numbers', () => {
    expect(parseExtraData(saved, 'big-data-lab/released-from')).toBe('/a & "b" <ü>');
    expect(parseExtraData(saved, 'big-data-lab/nothing')).toBeNull();
  });

  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(decodeAttribute(encodeAttribute(text))).toBe(text);
      }),
    );
  });
});

describe('moving settings', () => {
  it.each([
    [['/labs/a/nodes/n1', '/trash/7/nodes/n1'], { from: '/labs/a', to: '/trash/7' }],
    [['/labs/a/nodes/n1', '/labs/b/nodes/n1'], { from: '/labs/a', to: '/labs/b' }],
    [['/d/old', '/d/new'], { from: '/d/old', to: '/d/new' }],
    [['C:\\Ä\\labs\\a\\n1', 'C:\\Ä\\trash\\1\\n1'], { from: 'C:\\Ä\\labs\\a', to: 'C:\\Ä\\trash\\1' }],
  ])('finds what moved in %j', ([from = '', to = ''], expected) => {
    expect(movedRoots(from, to)).toEqual(expected);
  });

  it('finds the paths below a folder and puts others for them', () => {
    const paths = pathsBelow(clone, '/home/lab/lab/nodes');
    const moved = replacePaths(clone, new Map(paths.map((path) => [path, `/new & "x"${path}`])));

    expect(paths).toContain('/home/lab/lab/nodes/pi-202/serial.log');
    expect(parseSettingsFile(moved)?.serialPath).toBe('/new & "x"/home/lab/lab/nodes/pi-202/serial.log');
    expect(pathsBelow(clone, '/home/lab/lab/node')).toEqual([]);
  });
});
