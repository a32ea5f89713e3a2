import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recogniseFile } from '../../../src-main/images/recognise.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { clusterBytes, makeDescribedDisk, makeMbrDisk, makeQcow2, makeVmdk } from './disk-samples.ts';

async function recognise(content: Uint8Array): Promise<unknown> {
  const path = join(await createTestDir(), 'image');
  await writeFile(path, content);
  return recogniseFile(path, 'amd64');
}

function withBeginning(beginning: string): Buffer {
  const disk = makeMbrDisk(1024 ** 2, 100);
  disk.write(beginning, 0, 'latin1');
  return disk;
}

/** Two entries of the L1 table that name the same L2 table, or one that names the middle of it. */
function withTables(...offsets: readonly number[]): Buffer {
  const image = makeQcow2({ virtualBytes: 2 * 1024 ** 3, levelOneEntries: offsets.length });
  for (const [index, offset] of offsets.entries()) {
    image.writeBigUInt64BE(BigInt(offset), 3 * clusterBytes + index * 8);
  }
  return image;
}

const farDescriptor = makeVmdk(2048);
farDescriptor.writeBigUInt64LE(100n, 28);

describe('an image that somebody made to get at other files of this computer', () => {
  it.each([
    ['a qcow2 with a backing file', makeQcow2({ backingOffset: 512n }), 'needs-other-file'],
    ['a qcow2 with an external data file', makeQcow2({ features: 4n }), 'needs-other-file'],
    ['a raw disk that begins as a description', makeDescribedDisk('/etc/shadow'), 'unknown-format'],
    ['the same with a blank before it', makeDescribedDisk('/etc/shadow', ' '), 'unknown-format'],
    ['the same in VirtualBox’s words', makeDescribedDisk('/etc/shadow', '# Disk DescriptorFile'), 'description-only'],
    ['a QED, which may have a backing file', withBeginning('QED\0'), 'unknown-format'],
    ['a disk of Parallels', withBeginning('WithoutFreeSpace'), 'unknown-format'],
    ['a VMDK that is a difference', makeVmdk(2048, '12345678'), 'needs-other-file'],
    [
      'a VMDK that names its parent',
      makeVmdk(2048, 'ffffffff', 'parentFileNameHint="/etc/shadow"\n'),
      'needs-other-file',
    ],
    [
      'a VMDK with an extent in another file',
      makeVmdk(2048, 'ffffffff', 'RW 9 FLAT "/etc/shadow" 0\n'),
      'needs-other-file',
    ],
    [
      'a VMDK with an extent elsewhere',
      makeVmdk(2048, 'ffffffff', 'RW 9 SPARSE "../other.vmdk"\n'),
      'needs-other-file',
    ],
    [
      'a VMDK that is a description of a flat file beside it',
      makeVmdk(2048, 'ffffffff', 'RW 9 FLAT "other.img" 0\n'),
      'needs-other-file',
    ],
    ['a VMDK of two files', makeVmdk(2048, 'ffffffff', 'RW 9 SPARSE "a"\nRW 9 SPARSE "b"\n'), 'needs-other-file'],
  ])('is refused: %s', async (_, content, reason) => {
    await expect(recognise(content)).rejects.toMatchObject({ code: 'image-not-usable', params: { reason } });
  });

  it('is refused: a VMDK whose description lies where nobody looked', async () => {
    await expect(recognise(farDescriptor)).rejects.toMatchObject({
      code: 'image-damaged',
      params: { reason: 'nonsense' },
    });
  });

  it('is taken where the description names nothing but itself', async () => {
    const own = makeVmdk(2048, 'ffffffff', 'RW 2048 SPARSE "disk.vmdk"\n');

    expect(await recognise(own)).toMatchObject({ format: 'vmdk' });
  });
});

describe('an image that would be read without end', () => {
  it.each([
    ['names one table for everything', withTables(4 * clusterBytes, 4 * clusterBytes)],
    ['names tables that lie across each other', withTables(4 * clusterBytes, 4 * clusterBytes - 512)],
  ])('is refused: it %s', async (_, content) => {
    await expect(recognise(content)).rejects.toMatchObject({ code: 'image-damaged', params: { reason: 'nonsense' } });
  });

  it('is refused: it says that its first table has more entries than any disk needs, and is large enough for them', async () => {
    const path = join(await createTestDir(), 'image');
    await writeFile(path, makeQcow2({ levelOneEntries: (64 * 1024 ** 2) / 8 }));
    await truncate(path, 1024 ** 3);

    await expect(recogniseFile(path, 'amd64')).rejects.toMatchObject({
      code: 'image-damaged',
      params: { reason: 'nonsense' },
    });
  });
});
