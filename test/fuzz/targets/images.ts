import { z } from 'zod';
import { parseMountPoints } from '../../../src-main/images/debian/parse-mount-points.ts';
import { parseBootMenu, unattendedBootMenu } from '../../../src-main/images/iso/boot-menu.ts';
import { parseDiskInfo, readInstallationMedium } from '../../../src-main/images/iso/installation-medium.ts';
import { findIsoFile } from '../../../src-main/images/iso/read-iso.ts';
import { damagedImage } from '../../../src-main/images/image-failures.ts';
import { imageFormats } from '../../../src-main/images/cache.ts';
import { parseContentRange } from '../../../src-main/images/parse-http.ts';
import { findCutOff, parseQcow2Header } from '../../../src-main/images/qcow2.ts';
import { recogniseParts } from '../../../src-main/images/recognise.ts';
import { assertSigned, parseSums } from '../../../src-main/images/refresh.ts';
import { ubuntuCloudImageKey } from '../../../src-main/images/publisher-key.ts';
import { parseRelease } from '../../../src-main/updates/parse-release.ts';
import { makeGptDisk, makeMbrDisk, makeQcow2, makeVdi, makeVhd, makeVmdk } from '../../unit/images/disk-samples.ts';
import { readBootMenu, readMedium } from '../../unit/images/iso-samples.ts';
import { toBytes, toText } from '../samples.ts';
import { answers, BrokenPromiseError, count, labErrors, plainLine, target, type FuzzTarget } from '../target.ts';

const refusedImage = labErrors('image-damaged', 'image-not-usable');
const headBytes = 2048;

/** The head of a sample; a file as large as it says goes with it, as the sizes in a header are compared with it. */
function head(disk: Buffer): string {
  return toText(disk.subarray(0, headBytes));
}

const fileBytes = 3 * 1024 ** 2;

/** Only the beginning and the end of a file are held; behind the head there is nothing but zeros. */
function parts(input: string): Parameters<typeof recogniseParts>[0] {
  const bytes = toBytes(input);
  return { path: '/image', sizeBytes: bytes.length === 0 ? 0 : fileBytes, head: bytes, tail: bytes.subarray(-512) };
}

/** A small qcow2: clusters of 512 bytes, one table each. */
function smallQcow2(): string {
  const image = Buffer.alloc(4096);
  makeQcow2({ clusterBits: 9, virtualBytes: 100_000, levelOneEntries: 8 }).copy(image, 0, 0, 104);
  image.writeBigUInt64BE(1024n, 40);
  image.writeBigUInt64BE(512n, 48);
  image.writeBigUInt64BE(2048n, 1024);
  image.writeBigUInt64BE(3072n, 2048);
  return toText(image);
}

/** Reads as a file is read, and counts: a lie in a header must not cost more than the file holds. */
function counted(bytes: Buffer, most: number): (position: number, length: number) => Buffer {
  let read = 0;
  return (position, length) => {
    read += length;
    if (read > most) throw new BrokenPromiseError(`more than ${String(most)} bytes were read`);
    if (position < 0 || position + length > bytes.length) throw damagedImage('/image', 'changed');
    return bytes.subarray(position, position + length);
  };
}

async function readTables(input: string): Promise<boolean> {
  const bytes = toBytes(input);
  const header = parseQcow2Header({ path: '/image', sizeBytes: bytes.length, head: bytes, tail: bytes });
  const read = counted(bytes, 2 * bytes.length);
  return findCutOff(header, { path: '/image', sizeBytes: bytes.length }, async (buffer, position) => {
    read(position, buffer.length).copy(buffer);
  });
}

const medium = readMedium('server-plain');
const sectorBytes = 2048;
const keptBytes = 600;
/** The sectors of the medium that hold anything, and of each its beginning: nearly all of a medium is zeros. */
const sectors = Array.from({ length: medium.length / sectorBytes }, (_, sector) => sector).filter((sector) =>
  medium.subarray(sector * sectorBytes, (sector + 1) * sectorBytes).some((byte) => byte !== 0),
);
const packedMedium = sectors
  .map((sector) => toText(medium.subarray(sector * sectorBytes, sector * sectorBytes + keptBytes)))
  .join('');

/** As many bytes may be read in all: a lie in a folder must not cost more. */
const mostReadBytes = 8 * 1024 ** 2;

function isoImage(input: string): Parameters<typeof findIsoFile>[0] {
  const packed = toBytes(input);
  let readBytes = 0;
  const read = async (position: number, length: number): Promise<Buffer> => {
    readBytes += length;
    if (readBytes > mostReadBytes) throw new BrokenPromiseError('more was read than a medium can ask for');
    if (position < 0 || position + length > medium.length) throw damagedImage('/iso', 'changed');
    const bytes = Buffer.alloc(length);
    for (const [index, sector] of sectors.entries()) {
      const at = sector * sectorBytes - position;
      const kept = packed.subarray(index * keptBytes, (index + 1) * keptBytes);
      if (at < length && at + keptBytes > 0) kept.subarray(Math.max(0, -at)).copy(bytes, Math.max(0, at));
    }
    return bytes;
  };
  return { path: '/iso', sizeBytes: medium.length, read };
}

const extent = z.strictObject({ position: count, sizeBytes: count }).nullable();
const disks: readonly FuzzTarget[] = [
  target({
    name: 'image-recognise',
    medium: 'bytes',
    samples: [
      ...[makeQcow2(), makeMbrDisk(4096, 100), makeGptDisk(4096, 7), makeVmdk(2048), makeVdi(1024 ** 2)].map(head),
      toText(makeVhd(1024 ** 2).subarray(-512)),
      ...['PK\u0003\u0004', '<!DOCTYPE html>', '# Disk DescriptorFile\nversion=1\n', ''],
    ],
    words: ['QFI\u00fb', 'KDMV', 'conectix', 'EFI PART', 'parentCID=', '\u0055\u00aa', '\u007f\u0010\u00da\u00be'],
    check: answers(
      (input) => recogniseParts(parts(input)),
      z.union([
        z.strictObject({
          kind: z.literal('disk'),
          format: z.enum(imageFormats),
          virtualSizeBytes: count.positive(),
        }),
        z.strictObject({ kind: z.enum(['ova', 'iso']) }),
      ]),
      refusedImage,
    ),
  }),
  target({
    name: 'qcow2-header',
    medium: 'bytes',
    samples: [toText(makeQcow2().subarray(0, 112)), smallQcow2().slice(0, 112)],
    check: answers(
      (input) => parseQcow2Header({ ...parts(input), sizeBytes: fileBytes }),
      z.strictObject({
        virtualSizeBytes: count.positive(),
        clusterBits: z.int().min(9).max(21),
        levelOneOffset: count.max(fileBytes),
        levelOneEntries: count.max(fileBytes),
      }),
      refusedImage,
    ),
  }),
  target({
    name: 'qcow2-tables',
    medium: 'bytes',
    samples: [smallQcow2()],
    check: answers(readTables, z.boolean(), refusedImage),
  }),
  target({
    name: 'iso-find-file',
    medium: 'bytes',
    samples: [packedMedium],
    words: ['CD001', '\u0001CD001', 'NM', '\u0000\u0008', '\u00ff\u00ff\u00ff\u007f'],
    check: answers((input) => findIsoFile(isoImage(input), ['boot', 'grub', 'grub.cfg']), extent, refusedImage),
  }),
  target({
    name: 'iso-medium',
    medium: 'bytes',
    samples: [packedMedium],
    words: ['Ubuntu-Server 24.04', 'linux /casper/vmlinuz', 'initrd /casper/initrd'],
    check: answers(
      (input) => readInstallationMedium(isoImage(input), 'amd64'),
      z.strictObject({ release: z.string().regex(/^\d\d\.\d\d$/), architecture: z.enum(['amd64', 'arm64']) }),
      refusedImage,
    ),
  }),
];

const casper = z.string().regex(/^\/casper\/[\w.-]+$/);
const menus: readonly FuzzTarget[] = [
  target({
    name: 'iso-inscription',
    samples: ['Ubuntu-Server 24.04.1 LTS "Noble Numbat" - Release amd64 (20240827)', 'Debian 12 "x" - amd64'],
    words: ['"', ' - ', 'amd64', 'LTS'],
    check: answers(
      parseDiskInfo,
      z
        .strictObject({ product: z.string(), release: z.string().regex(/^\d\d\.\d\d$/), architecture: z.string() })
        .nullable(),
    ),
  }),
  target({
    name: 'iso-boot-menu',
    samples: [readBootMenu()],
    words: ['linux', 'initrd', ' /casper/vmlinuz', '\n', '\t', '---'],
    check: answers(
      (text) => {
        const boot = parseBootMenu(text);
        if (boot !== null && (unattendedBootMenu(boot, 'amd64', 1000)?.length ?? 1000) !== 1000)
          throw new BrokenPromiseError('another size');
        return boot;
      },
      z.strictObject({ kernelPath: casper, initrdPath: casper }).nullable(),
    ),
  }),
];

const digest = 'ffe6203da54deeb6db5d2a98a83f9ec8e55f149d3f7ba622e1abe5fa966ee3d6';
/** A signature that somebody else made of something else: whole, and never the publisher's. */
const armored = `-----BEGIN PGP SIGNATURE-----

iHUEABYKAB0WIQTAAAAAAAAAAAAAAAAAAAAAAAAAAAUCZAAAAAAKCRDAAAAAAAAA
AAAAAP9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/QAAAAAAAAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
-----END PGP SIGNATURE-----
`;
const binary = '\u0088\u0075\u0004\u0000\u0016\u000a\u0000\u001d\u0016\u0021\u0004' + '\u00c0'.repeat(110);

const network: readonly FuzzTarget[] = [
  target({
    name: 'sha256sums',
    samples: [`${digest} *ubuntu-24.04-server-cloudimg-amd64.img\n${digest}  plain.img\n`],
    words: [digest, ' *', '  ', '\n'],
    check: answers(parseSums, z.map(z.string().regex(/^[^\n]+$/), z.string().regex(/^[0-9a-f]{64}$/))),
  }),
  target({
    name: 'signature',
    medium: 'bytes',
    mayGrow: 'the library takes its time for armour that is none; signatures are cut at 64 KiB',
    samples: [armored, binary],
    words: ['-----BEGIN PGP SIGNATURE-----', '-----END PGP SIGNATURE-----', '\n\n', '='],
    check: async (input) => {
      try {
        await assertSigned(Buffer.from('sums'), toBytes(input), { imageId: 'x', key: ubuntuCloudImageKey });
      } catch (error) {
        if (labErrors('signature-invalid')(error)) return;
        throw error;
      }
      throw new BrokenPromiseError('a made-up signature is good');
    },
  }),
  target({
    name: 'http-content-range',
    samples: ['bytes 5-9/10', 'bytes 5-9/*', 'bytes */10', ''],
    words: ['bytes ', '*', '/', '-'],
    check: answers(
      (text) => parseContentRange(text),
      z.strictObject({ start: count.nullable(), totalBytes: count.nullable() }).nullable(),
    ),
  }),
  target({
    name: 'release-list',
    samples: [
      '{"version": "1.2.3", "url": "https://example.org/releases"}',
      '{"tag_name": "v1.2.3", "html_url": "https://github.com/a/b", "body": "x"}',
    ],
    words: ['"version":', '"url":', 'https://', 'javascript:', 'http://', '"'],
    check: answers(
      parseRelease,
      z.strictObject({ version: plainLine.max(60), url: z.url({ protocol: /^https$/ }).max(2000) }).nullable(),
    ),
  }),
  target({
    name: 'mount-points',
    samples: ['36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 - ext3 /dev/root rw\n1 2 3 / /a\n'],
    words: ['\\040', '\\777', ' ', '\n'],
    check: answers(parseMountPoints, z.array(z.string().min(1))),
  }),
];

/** Files and answers from the network that become a disk. */
export const imageTargets: readonly FuzzTarget[] = [...disks, ...menus, ...network];
