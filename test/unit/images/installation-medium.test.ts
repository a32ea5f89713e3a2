import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import type { CpuArchitecture } from '../../../src-main/domain/ids.ts';
import { parseBootMenu, unattendedBootMenu } from '../../../src-main/images/iso/boot-menu.ts';
import {
  copyUnattended,
  parseDiskInfo,
  readInstallationMedium,
  type InstallationMedium,
} from '../../../src-main/images/iso/installation-medium.ts';
import { findIsoFile, type IsoImage } from '../../../src-main/images/iso/read-iso.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { readBootMenu, readMedium } from './iso-samples.ts';

/** An image in memory, as strict as a file. */
function toImage(bytes: Buffer): IsoImage {
  return {
    path: 'medium.iso',
    sizeBytes: bytes.length,
    read: (position, length) => {
      if (position + length > bytes.length) throw new Error('read behind the end');
      return Promise.resolve(bytes.subarray(position, position + length));
    },
  };
}

function read(bytes: Buffer, architecture: CpuArchitecture): Promise<InstallationMedium> {
  return readInstallationMedium(toImage(bytes), architecture);
}

/** The same medium with other bytes in one place. */
function changed(name: string, from: string, to: string): Buffer {
  const bytes = readMedium(name);
  const place = bytes.indexOf(from, 0, 'latin1');
  if (place < 0 || from.length !== to.length) throw new Error(`no '${from}' to change`);
  bytes.write(to, place, 'latin1');
  return bytes;
}

describe('an installation medium', () => {
  it.each([
    ['server-amd64', 'amd64', '24.04'],
    ['server-plain', 'amd64', '24.04'],
    ['server-arm64', 'arm64', '26.04'],
  ] as const)('is recognised: %s for %s', async (name, architecture, release) => {
    expect(await read(readMedium(name), architecture)).toEqual({ release, architecture });
  });

  it.each([
    ['desktop', 'amd64', 'iso-desktop'],
    ['debian', 'amd64', 'iso-other-system'],
    ['old', 'amd64', 'iso-too-old'],
    ['menu', 'amd64', 'iso-no-boot-menu'],
    ['server-amd64', 'arm64', 'iso-other-cpu'],
    ['server-arm64', 'amd64', 'iso-other-cpu'],
  ] as const)('is refused with the reason: %s on %s', async (name, architecture, reason) => {
    await expect(read(readMedium(name), architecture)).rejects.toMatchObject({
      code: 'image-not-usable',
      params: { path: 'medium.iso', reason },
    });
  });

  it('with an inscription nobody knows is one of another system', async () => {
    await expect(read(changed('server-amd64', 'LTS "Noble', 'LTS  Noble'), 'amd64')).rejects.toMatchObject({
      params: { reason: 'iso-other-system' },
    });
  });

  it.each([1024, 17 * 2048, 40 * 2048])('is damaged when only its first %i bytes are there', async (length) => {
    await expect(read(readMedium('server-amd64').subarray(0, length), 'amd64')).rejects.toMatchObject({
      code: 'image-damaged',
    });
  });

  it('answers or refuses with a reason, whatever its bytes are', async () => {
    const medium = readMedium('server-amd64');
    const patch = fc.record({
      // Descriptors, path tables and folders: what decides where is read.
      at: fc.integer({ min: 16 * 2048, max: 40 * 2048 }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { minLength: 1, maxLength: 6 }), async (patches) => {
        const bytes = Buffer.from(medium);
        for (const { at, bytes: next } of patches) bytes.set(next, at);
        const answer: unknown = await read(bytes, 'amd64').catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(LabError);
        else expect(answer).toEqual({ release: '24.04', architecture: 'amd64' });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('findIsoFile', () => {
  it.each([
    [['boot', 'grub', 'grub.cfg'], true],
    [['BOOT', 'GRUB', 'GRUB.CFG'], true],
    [['boot', 'grub'], false],
    [['boot', 'grub', 'grub.cfg', 'more'], false],
    [['casper', 'no-such-file'], false],
  ])('looks for %j: %s', async (names, isThere) => {
    expect((await findIsoFile(toImage(readMedium('server-amd64')), names)) !== null).toBe(isThere);
  });
});

describe('parseDiskInfo', () => {
  it.each([
    ['Ubuntu-Server 24.04 LTS "Noble Numbat" - Release amd64 (20240423)', ['Ubuntu-Server', '24.04', 'amd64']],
    ['Ubuntu-Server 24.04.3 LTS "Noble Numbat" - Release arm64 (20250805)\n', ['Ubuntu-Server', '24.04', 'arm64']],
    ['Ubuntu-Server 25.10 "Questing Quokka" - Release amd64 (20251007)', ['Ubuntu-Server', '25.10', 'amd64']],
    ['Ubuntu-Server 26.04 LTS "Resolute Raccoon" - Daily amd64 (20260401)', ['Ubuntu-Server', '26.04', 'amd64']],
    ['Ubuntu 24.04.1 LTS "Noble Numbat" - Release amd64 (20240827.1)', ['Ubuntu', '24.04', 'amd64']],
    ['Kubuntu 24.04 LTS "Noble Numbat" - Release amd64 (20240424)', ['Kubuntu', '24.04', 'amd64']],
    ['Ubuntu-Server 22.04.5 LTS "Jammy Jellyfish" - Release s390x (20240911)', ['Ubuntu-Server', '22.04', 's390x']],
  ])('reads %j', (text, [product, release, architecture]) => {
    expect(parseDiskInfo(text)).toEqual({ product, release, architecture });
  });

  it.each(['', 'Debian GNU/Linux 12.7.0 "Bookworm" - Official amd64 NETINST', 'Ubuntu-Server', '\u0000'.repeat(99)])(
    'reads nothing from %j',
    (text) => {
      expect(parseDiskInfo(text)).toBeNull();
    },
  );
});

describe('the boot menu', () => {
  const boot = { kernelPath: '/casper/vmlinuz', initrdPath: '/casper/initrd' };

  it.each([
    ['as published', readBootMenu(), boot],
    ['of another kernel', 'linux /casper/hwe-vmlinuz quiet ---\ninitrd /casper/hwe-initrd\n', 'hwe-'],
    ['with EFI commands', '\tlinuxefi /casper/vmlinuz\n\tinitrdefi /casper/initrd\n', boot],
  ])('%s tells what to load', (_, text, expected) => {
    const wanted =
      typeof expected === 'string'
        ? { kernelPath: `/casper/${expected}vmlinuz`, initrdPath: `/casper/${expected}initrd` }
        : expected;
    expect(parseBootMenu(text)).toEqual(wanted);
  });

  it.each([
    '',
    'linux /vmlinuz\ninitrd /initrd',
    'linux /casper/vmlinuz',
    'linux /casper/../x;reboot\ninitrd /casper/i',
  ])('of another kind is not taken: %j', (text) => {
    expect(parseBootMenu(text)).toBeNull();
  });

  it('gets new content of the same size, with the word that keeps the installer from asking', () => {
    const menu = unattendedBootMenu(boot, 'amd64', 573)?.toString('ascii') ?? '';

    expect(menu).toHaveLength(573);
    expect(menu.trimEnd().split('\n')).toEqual([
      '# Changed by Big Data Lab: installs without asking',
      'linux /casper/vmlinuz autoinstall noprompt fsck.mode=skip console=tty0 console=ttyS0,115200n8 ' +
        'systemd.journald.forward_to_console=1 ---',
      'initrd /casper/initrd',
      'boot',
    ]);
    expect(unattendedBootMenu(boot, 'arm64', 573)?.toString('ascii')).toContain(' console=ttyAMA0,115200 ');
  });

  it('is not changed where there is no room', () => {
    expect(unattendedBootMenu(boot, 'amd64', 100)).toBeNull();
  });
});

describe('copyUnattended', () => {
  async function copy(bytes: Buffer, changes: { readonly digest?: string; readonly signal?: AbortSignal } = {}) {
    const dir = await createTestDir();
    const [isoPath, targetPath] = [join(dir, 'Ubuntu (Server).iso'), join(dir, 'installer.iso')];
    await writeFile(isoPath, bytes);
    const digest = changes.digest ?? createHash('sha256').update(bytes).digest('hex');
    const architecture = 'amd64' as const;
    const options = { signal: changes.signal ?? new AbortController().signal, report: () => undefined };
    const work = copyUnattended({ isoPath, digest, architecture, targetPath }, options);
    return { isoPath, targetPath, work };
  }

  it('changes the boot menu and nothing else, and leaves the medium as it is', async () => {
    const medium = readMedium('server-amd64');
    const extent = await findIsoFile(toImage(medium), ['boot', 'grub', 'grub.cfg']);
    const { isoPath, targetPath, work } = await copy(medium);

    await work;

    const result = await readFile(targetPath);
    const start = extent?.position ?? 0;
    const end = start + (extent?.sizeBytes ?? 0);
    expect(result.subarray(start, end).toString('ascii')).toContain('linux /casper/vmlinuz autoinstall ');
    expect(Buffer.concat([result.subarray(0, start), result.subarray(end)])).toEqual(
      Buffer.concat([medium.subarray(0, start), medium.subarray(end)]),
    );
    expect(await readFile(isoPath)).toEqual(medium);
  });

  it('refuses a medium that is not the one that was taken', async () => {
    const { work } = await copy(readMedium('server-amd64'), { digest: '0'.repeat(64) });

    await expect(work).rejects.toMatchObject({ code: 'image-damaged', params: { reason: 'wrong-checksum' } });
  });

  it('can be cancelled', async () => {
    const { work } = await copy(readMedium('server-amd64'), { signal: AbortSignal.abort() });

    await expect(work).rejects.toMatchObject({ name: 'CancelledError' });
  });
});
