import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { basePreparationScript } from '../../../src-main/guest/documents/base-preparation-script.ts';
import {
  debianBuildCommands,
  debianBuildFiles,
  debianProgramNames,
  installPackages,
} from '../../../src-main/images/debian/commands.ts';
import { toSourceLines } from '../../../src-main/images/debian/host-sources.ts';
import { createInstallProgress } from '../../../src-main/images/debian/progress.ts';
import { parseMountPoints } from '../../../src-main/images/debian/parse-mount-points.ts';
import { debianPackages, debianRecipeDigest, guestFiles, guestLinks } from '../../../src-main/images/debian/recipe.ts';
import { bareDebianPrograms, findDebianPrograms } from '../../../src-main/images/debian/tools.ts';
import { assertCanBuildDebian } from '../../../src-main/images/debian/build.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const files = debianBuildFiles("/data/Žofie's Gäste/work");

function fileAt(path: string): string {
  return guestFiles.find((file) => file.path === path)?.content ?? '';
}

describe('the recipe of the Debian image', () => {
  test('takes the kernel that has drivers for SATA disks, not the one for clouds', () => {
    expect(debianPackages).toContain('linux-image-amd64');
    expect(debianPackages.some((name) => name.includes('cloud-amd64'))).toBe(false);
  });

  test.each(['virtio_pci', 'virtio_blk', 'virtio_scsi', 'ahci', 'ata_piix', 'sd_mod', 'sr_mod', 'isofs', 'ext4'])(
    'puts the driver %s into the initrd',
    (module) => {
      expect(fileAt('/usr/share/initramfs-tools/modules.d/big-data-lab').split('\n')).toContain(module);
    },
  );

  test('lets the kernel speak to the serial port last and little', () => {
    const kernelLine = fileAt('/boot/grub/grub.cfg')
      .split('\n')
      .find((line) => line.startsWith('linux '));

    expect(kernelLine).toMatch(/console=tty0 console=ttyS0,115200 .*quiet loglevel=4 systemd\.show_status=0/);
  });

  test('looks for a seed on a CD and boots without one', () => {
    expect(fileAt('/etc/cloud/cloud.cfg.d/90-big-data-lab.cfg')).toContain('datasource_list: [ NoCloud, None ]');
  });

  test('masks the unit that would wait two minutes for adapters that are all optional', () => {
    expect(guestLinks).toContainEqual({
      path: '/etc/systemd/system/systemd-networkd-wait-online.service',
      target: '/dev/null',
    });
  });

  test('has a digest that is the same in every run', () => {
    expect(debianRecipeDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(debianRecipeDigest()).toBe(debianRecipeDigest());
  });
});

test('leaves alone what keeps an idle VirtualBox guest busy, in the image and in every base', () => {
  const left = fileAt('/etc/modprobe.d/big-data-lab.conf');

  expect(left).toMatch(/^blacklist vboxguest$/m);
  expect(basePreparationScript).toContain(`cat >/etc/modprobe.d/big-data-lab.conf <<'SETTINGS'\n${left}SETTINGS\n`);
});

describe('debianBuildCommands', () => {
  const commands = debianBuildCommands(bareDebianPrograms(), files);

  test('names every program of the build once it is needed', () => {
    const named = commands.flatMap(({ program, args }) => [program, ...args]);

    expect(debianProgramNames.filter((name) => !named.includes(name))).toEqual([]);
  });

  test('runs the installation so that it dies with its parent, in namespaces of its own', () => {
    const { program, args } = installPackages(bareDebianPrograms(), files);

    expect([program, ...args].slice(0, 9)).toEqual([
      'setpriv',
      '--pdeathsig',
      'KILL',
      'unshare',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child=KILL',
      'mmdebstrap',
    ]);
  });

  test('quotes the folder in the hook, whatever its name is', () => {
    const hook = installPackages(bareDebianPrograms(), files).args.find((one) => one.startsWith('--essential-hook='));

    expect(hook).toBe(String.raw`--essential-hook=sync-in '/data/Žofie'\''s Gäste/work/overlay' /`);
  });

  test('installs from the given sources, or else from the usual ones', () => {
    const line = 'deb http://mirror.example.org/debian bookworm main';

    expect(installPackages(bareDebianPrograms(), files, [line]).args.slice(-3)).toEqual([
      'bookworm',
      files.treeDir,
      line,
    ]);
    expect(installPackages(bareDebianPrograms(), files).args.slice(-2)).toEqual(['bookworm', files.treeDir]);
  });

  test('makes an image without compression, which every hypervisor reads', () => {
    expect(commands.at(-1)?.args).toEqual(['convert', '-f', 'raw', '-O', 'qcow2', files.rawDiskPath, files.imagePath]);
  });

  test('copies the tree into a partition that ends with the disk', () => {
    const makeFileSystem = commands.find(({ program }) => program === 'mke2fs');

    expect(makeFileSystem?.args.slice(-3)).toEqual(['offset=1048576', files.rawDiskPath, '3144704k']);
  });

  test('has no time limit on what depends on the line or the disk', () => {
    const unlimited = commands.filter(({ timeoutMs }) => timeoutMs === null).map(({ program }) => program);

    expect(unlimited).toEqual(['setpriv', 'mke2fs', 'qemu-img']);
  });
});

describe('toSourceLines', () => {
  // Recorded with apt 2.6.1 on Debian 12, the foreign lines added in its form.
  const answer = [
    'http://mirror.example.org/debian|bookworm|main|Debian',
    'http://mirror.example.org/debian|bookworm|contrib|Debian',
    'http://mirror.example.org/debian|bookworm-updates|main|Debian',
    'http://deb.debian.org/debian-security|bookworm-security|main|Debian',
    'https://download.docker.com/linux/debian|bookworm|main|Docker',
    'cdrom:[Debian 12]|bookworm|main|Debian',
    'http://deb.debian.org/debian|sid|main|Debian',
    '',
  ].join('\n');

  test('takes what this computer uses for the release, from Debian alone', () => {
    expect(toSourceLines(answer)).toEqual([
      'deb http://mirror.example.org/debian bookworm main',
      'deb http://mirror.example.org/debian bookworm-updates main',
      'deb http://deb.debian.org/debian-security bookworm-security main',
    ]);
  });

  test.each([
    ['another release', 'http://deb.debian.org/debian|trixie|main|Debian\n'],
    ['only the updates of the release', 'http://deb.debian.org/debian|bookworm-updates|main|Debian\n'],
    ['no package lists', 'http://deb.debian.org/debian|bookworm|main|$(ORIGIN)\n'],
    ['nothing', ''],
  ])('takes none from a computer with %s', (_, text) => {
    expect(toSourceLines(text)).toEqual([]);
  });
});

describe('createInstallProgress', () => {
  // Lines of mmdebstrap 1.3.5 --verbose, Debian 12.
  const lines = [
    'I: running apt-get update...',
    'Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]',
    'Unpacking linux-image-6.1.0-56-amd64 (6.1.192-2) ...',
    'Setting up cloud-init (22.4.2-1+deb12u4) ...',
    'Processing triggers for initramfs-tools (0.142+deb12u3) ...',
  ];

  test('grows with every package and with nothing else', () => {
    const progressOf = createInstallProgress();
    const seen = lines.map(progressOf).map((fraction) => Math.round(fraction * 660));

    expect(seen).toEqual([0, 1, 2, 3, 3]);
  });

  test('never says more than all', () => {
    const progressOf = createInstallProgress();
    const fractions = Array.from({ length: 2_000 }, () => progressOf('Setting up x (1) ...'));

    expect(Math.max(...fractions)).toBe(1);
  });
});

describe('parseMountPoints', () => {
  test('reads paths with blanks and umlauts', () => {
    // The form of proc(5): blanks are written as \040.
    const text = [
      '36 35 98:0 / / rw,noatime master:1 - ext4 /dev/root rw',
      String.raw`41 36 0:22 / /home/Žofie\040Novák/tree/proc rw,nosuid - proc proc rw`,
      '',
    ].join('\n');

    expect(parseMountPoints(text)).toEqual(['/', '/home/Žofie Novák/tree/proc']);
  });
});

describe('what a build needs', () => {
  test.each([
    { platformId: 'windows', architecture: 'amd64', isRoot: true, code: 'not-supported' },
    { platformId: 'macos', architecture: 'arm64', isRoot: true, code: 'not-supported' },
    { platformId: 'linux', architecture: 'arm64', isRoot: true, code: 'not-supported' },
    { platformId: 'linux', architecture: 'amd64', isRoot: false, code: 'needs-root' },
  ] as const)('is refused on $platformId $architecture, root: $isRoot ($code)', ({ code, ...place }) => {
    expect(() => {
      assertCanBuildDebian(place);
    }).toThrow(expect.objectContaining({ code }));
  });

  test('names everything that is missing at once, with its package', async () => {
    const searched = findDebianPrograms('', [await createTestDir()]);

    await expect(searched).rejects.toMatchObject({ code: 'tool-missing' });
    await expect(searched).rejects.toMatchObject({
      params: {
        tool: expect.stringContaining(
          'setpriv, unshare, mmdebstrap, sfdisk, mke2fs, grub-mkimage, qemu-img',
        ) as unknown,
        package: expect.stringContaining('util-linux mmdebstrap fdisk e2fsprogs grub-common qemu-utils') as unknown,
      },
    });
  });

  test('is looked for in every folder of PATH that is absolute, and in those of the system', async () => {
    const dir = await createTestDir();
    const systemDir = await createTestDir();
    await writeFile(join(dir, 'mmdebstrap'), '', { mode: 0o755 });
    await writeFile(join(systemDir, 'mke2fs'), '', { mode: 0o755 });
    await writeFile(join(dir, 'qemu-img'), 'not a program', { mode: 0o644 });

    const missing = await findDebianPrograms(`bin::${dir}`, [systemDir]).catch((error: unknown) => error);

    const { tool } = z.object({ params: z.object({ tool: z.string() }) }).parse(missing).params;
    expect(tool.split(', ').slice(0, 5)).toEqual(['setpriv', 'unshare', 'sfdisk', 'grub-mkimage', 'qemu-img']);
  });
});
