import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readForeignFormat } from '../../../src-main/hypervisors/qemu/foreign-format.ts';
import { imageArgs } from '../../../src-main/hypervisors/qemu/image-tool.ts';
import { parseImageInfo } from '../../../src-main/hypervisors/qemu/parse-image-info.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { makeDescribedDisk } from '../../unit/images/disk-samples.ts';

function qemuImg(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('qemu-img', [...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`qemu-img ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const isThere = spawnSync('qemu-img', ['--version']).status === 0;
const title = `qemu-img on an image that somebody brought${isThere ? '' : ' [left out: no qemu-img]'}`;

describe.skipIf(!isThere)(title, () => {
  it('copies the bytes of a disk that begins as a description, and not the file which that names', async () => {
    const dir = await createTestDir();
    const secret = join(dir, 'secret');
    await writeFile(secret, 'secret'.padEnd(1024 ** 2, '.'));
    const image = join(dir, 'image.raw');
    await writeFile(image, makeDescribedDisk(secret));
    // Left to guess, it would: otherwise this test proves nothing.
    expect(parseImageInfo(qemuImg(imageArgs.info(image)))).toMatchObject({
      format: 'vmdk',
      otherFiles: [secret, secret],
    });

    const format = await readForeignFormat(image);
    qemuImg(imageArgs.convert(image, join(dir, 'disk.qcow2'), format));
    qemuImg(['convert', '-O', 'raw', join(dir, 'disk.qcow2'), join(dir, 'copy')]);

    expect(format).toBe('raw');
    expect(parseImageInfo(qemuImg(imageArgs.foreignInfo(image, format))).otherFiles).toEqual([]);
    expect(await readFile(join(dir, 'copy'))).toEqual(await readFile(image));
  });

  it.each(['qcow2', 'vmdk', 'vdi', 'vpc', 'raw'] as const)('is told the format: %s', async (format) => {
    const dir = await createTestDir();
    const image = join(dir, 'image');
    qemuImg(['create', '-q', '-f', format, image, '4M']);

    expect(await readForeignFormat(image)).toBe(format);
    expect(parseImageInfo(qemuImg(imageArgs.foreignInfo(image, format)))).toMatchObject({ format, otherFiles: [] });
  });

  it('tells of a VMDK that stands on other files which they are', async () => {
    const dir = await createTestDir();
    const image = join(dir, 'image.vmdk');
    qemuImg(['create', '-q', '-f', 'vmdk', '-o', 'subformat=monolithicFlat', image, '4M']);

    expect(parseImageInfo(qemuImg(imageArgs.info(image))).otherFiles).toEqual([join(dir, 'image-flat.vmdk')]);
  });
});
