import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readBootMenu } from '../../unit/images/iso-samples.ts';
import { hasTool } from '../../../scripts/test-tiers/needs.ts';
import { testCacheDir, tool } from './host.ts';
import { needPackageLists } from './package-lists.ts';

/** What making such a medium takes, and the Debian package that brings it. */
const needed = [
  { program: 'grub-mkrescue', package: 'grub-common' },
  { program: '/usr/lib/grub/i386-pc/boot.img', package: 'grub-pc-bin' },
  { program: 'xorriso', package: 'xorriso' },
  { program: 'apt-get', package: 'apt' },
];

/** The first program that is missing; null when media can be made. */
export function missingMediumTool(): string | null {
  return needed.find((one) => !hasTool(one, process.env['PATH'] ?? ''))?.program ?? null;
}

/** Debian's kernel for VMs: it tells its command line on the serial port without any file system. */
function fetchKernel(): string {
  needPackageLists();
  const [, name = ''] =
    /Depends: (linux-image-\S+)/.exec(tool('apt-cache', 'depends', 'linux-image-cloud-amd64')) ?? [];
  const path = join(testCacheDir, `vmlinuz-${name}`);
  if (existsSync(path)) return path;
  mkdirSync(testCacheDir, { recursive: true });
  const work = mkdtempSync(join(testCacheDir, 'vmlinuz-work-'));
  try {
    const { status, stderr } = spawnSync('apt-get', ['download', name], { cwd: work, encoding: 'utf8' });
    if (status !== 0) throw new Error(`apt-get download ${name}: ${stderr}`);
    tool('sh', '-c', 'dpkg-deb --fsys-tarfile "$1"/*.deb | tar -C "$1" -x --wildcards "./boot/vmlinuz-*"', 'sh', work);
    const [kernel = ''] = readdirSync(join(work, 'boot'));
    renameSync(join(work, 'boot', kernel), path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return path;
}

/** A medium that starts as Ubuntu Server's does, with GRUB, its boot menu and a kernel, but holds no system. */
export function makeStartingMedium(dir: string, isoPath: string): void {
  const tree = join(dir, 'tree');
  for (const folder of ['.disk', 'boot/grub', 'casper']) mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(join(tree, '.disk/info'), 'Ubuntu-Server 24.04.1 LTS "Noble Numbat" - Release amd64 (20240827)');
  writeFileSync(join(tree, 'boot/grub/grub.cfg'), readBootMenu());
  copyFileSync(fetchKernel(), join(tree, 'casper/vmlinuz'));
  writeFileSync(join(tree, 'casper/initrd'), 'no initrd');
  tool(
    'grub-mkrescue',
    '--directory=/usr/lib/grub/i386-pc',
    '-o',
    isoPath,
    tree,
    '--',
    '-volid',
    'Ubuntu-Server 24.04.1 LTS amd64',
  );
}
