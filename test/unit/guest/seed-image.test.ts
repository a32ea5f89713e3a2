import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedImageBytes, writeSeedImage } from '../../../src-main/guest/seed-image.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const sectorBytes = 2048;
const small = { userData: '#cloud-config\n{}\n', metaData: 'instance-id: x\n', networkConfig: 'version: 2\n' };

function textAt(image: Buffer, offset: number, length: number): string {
  return image.toString('latin1', offset, offset + length).trimEnd();
}

/** Reads the root directory by its Rock Ridge names, as Linux does. Independent of the writer. */
function readTree(image: Buffer): Record<string, string> {
  const root = image.readUInt32LE(16 * sectorBytes + 156 + 2) * sectorBytes;
  const files: Record<string, string> = {};
  for (let at = root; image.readUInt8(at) > 0; at += image.readUInt8(at)) {
    const record = image.subarray(at, at + image.readUInt8(at));
    const start = record.readUInt32LE(2) * sectorBytes;
    const size = record.readUInt32LE(10);
    const name = /NM[^]\x01\x00([a-z-]+)/.exec(record.toString('latin1'))?.[1];
    if (name !== undefined) files[name] = image.toString('utf8', start, start + size);
  }
  return files;
}

describe('seedImageBytes', () => {
  const image = Buffer.from(seedImageBytes(small));

  it('is an ISO 9660 volume with the label cloud-init looks for', () => {
    expect(textAt(image, 16 * sectorBytes, 6)).toBe('\x01CD001');
    expect(textAt(image, 16 * sectorBytes + 40, 32)).toBe('cidata');
    expect(textAt(image, 17 * sectorBytes, 6)).toBe('\xffCD001');
  });

  it('says its own size, in both byte orders', () => {
    expect(image.readUInt32LE(16 * sectorBytes + 80) * sectorBytes).toBe(image.length);
    expect(image.readUInt32BE(16 * sectorBytes + 84) * sectorBytes).toBe(image.length);
  });

  it('is small', () => {
    expect(image.length).toBe(64 * 1024);
  });

  it('is the same for the same documents', () => {
    const digest = createHash('sha256').update(image).digest('hex');

    expect(Buffer.from(seedImageBytes(small)).equals(image)).toBe(true);
    expect(digest).toMatchInlineSnapshot(`"f6189f39924b70926798e56b57d209d3f5cef1e3d8b862216bc81fe573d3d887"`);
  });

  it('holds the three documents whatever their sizes', () => {
    const sizes = fc.oneof(
      fc.nat(3 * sectorBytes),
      fc.constantFrom(0, sectorBytes - 1, sectorBytes, sectorBytes + 1, 200_000),
    );
    fc.assert(
      fc.property(sizes, sizes, sizes, (user, meta, network) => {
        const files = {
          userData: 'ü'.repeat(user / 2),
          metaData: 'm'.repeat(meta),
          networkConfig: 'n'.repeat(network),
        };
        const bytes = Buffer.from(seedImageBytes(files));

        expect(bytes.length % (64 * 1024)).toBe(0);
        expect(readTree(bytes)).toEqual({
          'user-data': files.userData,
          'meta-data': files.metaData,
          'network-config': files.networkConfig,
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('writeSeedImage', () => {
  it('writes the image for its owner alone, and replaces an older one', async () => {
    const path = join(await createTestDir(), 'node', 'seed.iso');

    await writeSeedImage(path, { ...small, metaData: 'instance-id: old\n' });
    await writeSeedImage(path, small);

    expect((await readFile(path)).equals(Buffer.from(seedImageBytes(small)))).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });
});
