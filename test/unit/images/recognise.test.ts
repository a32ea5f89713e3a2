import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LabError } from '../../../src-main/domain/failure.ts';
import { recogniseFile, recogniseParts } from '../../../src-main/images/recognise.ts';
import type { RecognisedFile } from '../../../src-main/images/recognise.ts';
import { writeBlankQcow2 } from '../../conformance/blank-qcow2.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import {
  clusterBytes,
  makeGptDisk,
  makeIso,
  makeMbrDisk,
  makeOva,
  makeQcow2,
  makeVdi,
  makeVhd,
  makeVmdk,
} from './disk-samples.ts';
import { readMedium } from './iso-samples.ts';

const mibBytes = 1024 ** 2;

async function recognise(content: Uint8Array, name = 'image.bin'): Promise<RecognisedFile> {
  const path = join(await createTestDir(), name);
  await writeFile(path, content);
  return recogniseFile(path, 'amd64');
}

function disk(format: string, virtualSizeBytes: number): object {
  return { kind: 'disk', format, virtualSizeBytes };
}

describe('recogniseFile', () => {
  test.each([
    ['qcow2 version 3', makeQcow2(), disk('qcow2', 10 * mibBytes)],
    ['qcow2 version 2', makeQcow2({ version: 2 }), disk('qcow2', 10 * mibBytes)],
    ['a raw disk with a partition', makeMbrDisk(4 * mibBytes, 1024), disk('raw', 4 * mibBytes)],
    ['a raw disk with a GPT', makeGptDisk(4 * mibBytes, 8191), disk('raw', 4 * mibBytes)],
    ['a sparse VMDK', makeVmdk(20_480), disk('vmdk', 10 * mibBytes)],
    ['a VDI', makeVdi(10 * mibBytes), disk('vdi', 10 * mibBytes)],
    ['a fixed VHD', makeVhd(10 * mibBytes), disk('vhd', 10 * mibBytes)],
    ['a dynamic VHD', makeVhd(10 * mibBytes, 3), disk('vhd', 10 * mibBytes)],
    [
      'an installation medium',
      readMedium('server-amd64'),
      { kind: 'installer', medium: { release: '24.04', architecture: 'amd64' } },
    ],
    ['an appliance', makeOva(), { kind: 'ova' }],
  ])('knows %s by its content, whatever its name says', async (_, content, expected) => {
    expect(await recognise(content, 'readme.txt')).toEqual(expected);
  });

  test('knows an empty qcow2 image', async () => {
    const path = join(await createTestDir(), 'blank.img');
    await writeBlankQcow2(path, 64 * mibBytes);

    expect(await recogniseFile(path, 'amd64')).toEqual(disk('qcow2', 64 * mibBytes));
  });

  test.each([
    ['a backing file', makeQcow2({ backingOffset: 1024n }), 'needs-other-file'],
    ['an external data file', makeQcow2({ features: 0b100n }), 'needs-other-file'],
    ['zstd', makeQcow2({ features: 0b1000n }), 'zstd'],
    ['extended L2 tables', makeQcow2({ features: 0b1_0000n }), 'extended-l2'],
    ['a feature of the future', makeQcow2({ features: 1n << 40n }), 'newer-version'],
    ['encryption', makeQcow2({ encryption: 2 }), 'encrypted'],
    ['a version of the future', makeQcow2({ version: 4 }), 'newer-version'],
    ['a parent (VMDK)', makeVmdk(20_480, 'cafe0001'), 'needs-other-file'],
    ['a parent (VDI)', makeVdi(mibBytes, { kind: 4 }), 'needs-other-file'],
    ['a parent (VHD)', makeVhd(mibBytes, 4), 'needs-other-file'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'packed'],
    ['xz', Buffer.from('\u00fd7zXZ\0', 'latin1'), 'packed'],
    ['zip', Buffer.from('PK\u0003\u0004', 'latin1'), 'packed'],
    ['a description alone', Buffer.from('# Disk DescriptorFile\nversion=1\n'), 'description-only'],
    ['a web page', Buffer.from('<!DOCTYPE html><html>'), 'web-page'],
    ['a desktop to install', readMedium('desktop'), 'iso-desktop'],
    ['text', Buffer.from('hello'), 'unknown-format'],
    ['zeros', Buffer.alloc(mibBytes), 'unknown-format'],
    ['a boot sector without partitions', makeMbrDisk(mibBytes, 0, 0), 'unknown-format'],
  ])('refuses a file with %s and says why', async (_, content, reason) => {
    await expect(recognise(content)).rejects.toMatchObject({
      code: 'image-not-usable',
      params: { reason },
    });
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['an ISO without a file', makeIso()],
    ['an ISO for USB sticks without a file', makeIso({ isHybrid: true })],
    ['a qcow2 header alone', makeQcow2().subarray(0, 100)],
    ['a qcow2 image that ends before its tables', makeQcow2().subarray(0, 3 * clusterBytes)],
    ['a qcow2 image that ends in its L2 table', makeQcow2().subarray(0, 4 * clusterBytes + 8)],
    ['a qcow2 image that ends before its data', makeQcow2().subarray(0, 5 * clusterBytes)],
    [
      'a qcow2 image that ends before a compressed cluster',
      makeQcow2({ cluster: (1n << 62n) | BigInt(9 * clusterBytes) }),
    ],
    ['a qcow2 image that was not closed', makeQcow2({ features: 1n })],
    ['a qcow2 image marked as corrupt', makeQcow2({ features: 2n })],
    ['a qcow2 image with a table of 32 GiB', makeQcow2({ levelOneEntries: 0xffff_ffff })],
    ['a qcow2 image with impossible clusters', makeQcow2({ clusterBits: 60 })],
    ['a raw disk that ends within its partition', makeMbrDisk(2 * mibBytes, 1_000_000)],
    ['a raw disk without the end of its GPT', makeGptDisk(2 * mibBytes, 8191)],
    ['a VDI that ends before its last block', makeVdi(10 * mibBytes, { allocated: 5 })],
    ['a VMDK that ends before its tables', makeVmdk(20_480).subarray(0, 12 * 1024)],
    ['a VMDK of size 0', makeVmdk(0)],
  ])('calls %s damaged', async (_, content) => {
    await expect(recognise(content)).rejects.toMatchObject({ code: 'image-damaged' });
  });

  test('refuses a path that leads nowhere, and a folder', async () => {
    const dir = await createTestDir();
    await mkdir(join(dir, 'folder.qcow2'));

    await expect(recogniseFile(join(dir, 'none.qcow2'), 'amd64')).rejects.toMatchObject({ code: 'image-not-usable' });
    await expect(recogniseFile(join(dir, 'folder.qcow2'), 'amd64')).rejects.toMatchObject({ code: 'image-not-usable' });
  });
});

describe('recogniseParts', () => {
  const magics = [
    Buffer.from('QFI\u00fb\0\0\0\u0003', 'latin1'),
    Buffer.from('KDMV', 'latin1'),
    makeVdi(mibBytes).subarray(0, 0x50),
    makeMbrDisk(512, 9),
    makeGptDisk(552, 9),
    Buffer.alloc(0),
  ];

  test('answers or refuses with a reason, whatever the bytes are', () => {
    const bytes = fc.uint8Array({ maxLength: 2048 });
    fc.assert(
      fc.property(fc.constantFrom(...magics), bytes, bytes, (magic, rest, tail) => {
        const head = Buffer.concat([magic, rest]);
        const sizeBytes = Math.max(head.length, tail.length);
        try {
          const found = recogniseParts({ path: 'x', sizeBytes, head, tail });
          if (found.kind === 'disk') expect(found.virtualSizeBytes).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
