import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pourImage } from '../../../src-main/images/pour-image.ts';

const clusterBytes = 2 ** 16;
const virtualBytes = 4 * clusterBytes;
const options = { architecture: 'arm64', signal: new AbortController().signal, report: () => undefined } as const;

async function createDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bdl-pour-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}

/**
 * A qcow2 of four clusters: plain, not there, compressed, marked as zeros. Made by hand after QEMU's docs/interop/qcow2.txt. (What
 * qemu-img 7.2 wrote, compressed or not, with clusters of 4 and 64 KiB, was poured as well, and equal to its source.)
 */
function makeQcow2(plain: Buffer, packed: Buffer): Buffer {
  const image = Buffer.alloc(6 * clusterBytes);
  image.write('QFI\xfb', 0, 'latin1');
  image.writeUInt32BE(3, 4);
  image.writeUInt32BE(16, 20);
  image.writeBigUInt64BE(BigInt(virtualBytes), 24);
  image.writeUInt32BE(1, 36);
  image.writeBigUInt64BE(BigInt(3 * clusterBytes), 40);
  image.writeBigUInt64BE(BigInt(clusterBytes), 48);
  image.writeUInt32BE(1, 56);
  image.writeUInt32BE(4, 96);
  image.writeUInt32BE(104, 100);
  image.writeBigUInt64BE(BigInt(2 * clusterBytes), clusterBytes);
  for (let cluster = 0; cluster < 6; cluster += 1) image.writeUInt16BE(1, 2 * clusterBytes + 2 * cluster);
  const copied = 1n << 63n;
  image.writeBigUInt64BE(copied | BigInt(4 * clusterBytes), 3 * clusterBytes);
  const dataAt = 5 * clusterBytes;
  // The second table entry stays 0: nothing there. Compressed data lies in the middle of a cluster, not at a sector.
  const packedAt = dataAt + 1000;
  const compressed = deflateRawSync(packed);
  compressed.copy(image, packedAt);
  const sectors = Math.ceil((compressed.length + (packedAt % 512)) / 512) - 1;
  const entries = [
    copied | BigInt(6 * clusterBytes),
    0n,
    (1n << 62n) | (BigInt(sectors) << 54n) | BigInt(packedAt),
    copied | BigInt(6 * clusterBytes) | 1n,
  ];
  for (const [index, entry] of entries.entries()) image.writeBigUInt64BE(entry, 4 * clusterBytes + 8 * index);
  return Buffer.concat([image, plain]);
}

async function makeTarget(dir: string, bytes: number): Promise<string> {
  const path = join(dir, 'disk.hds');
  await writeFile(path, '');
  await truncate(path, bytes);
  return path;
}

describe('pouring an image into a disk', () => {
  it('writes plain and compressed clusters of a qcow2, and leaves zeros alone', async () => {
    const dir = await createDir();
    const [plain, packed] = [Buffer.alloc(clusterBytes, 'plain'), Buffer.alloc(clusterBytes, 'packed ')];
    const imagePath = join(dir, 'image.qcow2');
    await writeFile(imagePath, makeQcow2(plain, packed));
    const target = await makeTarget(dir, 2 * virtualBytes);

    await pourImage(imagePath, target, options);

    const poured = await readFile(target);
    const zeros = Buffer.alloc(clusterBytes);
    expect(poured.equals(Buffer.concat([plain, zeros, packed, zeros, Buffer.alloc(virtualBytes)]))).toBe(true);
  });

  it('copies a raw disk', async () => {
    const dir = await createDir();
    const raw = Buffer.alloc(clusterBytes);
    // A partition table, by which a raw disk is known.
    raw.writeUInt8(0x83, 450);
    raw.writeUInt32LE(1, 454);
    raw.writeUInt32LE(100, 458);
    raw.writeUInt16BE(0x55aa, 510);
    raw.write('the end', clusterBytes - 7);
    const imagePath = join(dir, 'image.raw');
    await writeFile(imagePath, raw);
    const target = await makeTarget(dir, 2 * clusterBytes);

    await pourImage(imagePath, target, options);

    expect((await readFile(target)).subarray(0, clusterBytes).equals(raw)).toBe(true);
  });

  it('refuses an image that is larger than the disk, and files that are none', async () => {
    const dir = await createDir();
    const imagePath = join(dir, 'image.qcow2');
    const cluster = Buffer.alloc(clusterBytes, 'x');
    await writeFile(imagePath, makeQcow2(cluster, cluster));
    const target = await makeTarget(dir, clusterBytes);

    await expect(pourImage(imagePath, target, options)).rejects.toMatchObject({
      code: 'image-not-usable',
      params: { reason: 'larger-than-disk' },
    });
    await writeFile(imagePath, 'no image');
    await expect(pourImage(imagePath, target, options)).rejects.toMatchObject({ code: 'image-not-usable' });
  });

  it('says that compressed data is damaged', async () => {
    const dir = await createDir();
    const imagePath = join(dir, 'image.qcow2');
    const cluster = Buffer.alloc(clusterBytes, 'x');
    const image = makeQcow2(cluster, cluster);
    image.fill(0xff, 5 * clusterBytes + 1000, 5 * clusterBytes + 1100);
    await writeFile(imagePath, image);
    const target = await makeTarget(dir, virtualBytes);

    await expect(pourImage(imagePath, target, options)).rejects.toMatchObject({ code: 'image-damaged' });
  });
});
