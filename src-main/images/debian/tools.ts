import { constants } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { findFirst } from '../../platform/find-program.ts';
import { debianProgramNames, grubPartsDir } from './commands.ts';
import type { DebianProgram, DebianPrograms } from './commands.ts';

/** Debian's name of the package that brings each program. */
const packageOfProgram: Readonly<Record<DebianProgram, string>> = {
  setpriv: 'util-linux',
  unshare: 'util-linux',
  mmdebstrap: 'mmdebstrap',
  sfdisk: 'fdisk',
  mke2fs: 'e2fsprogs',
  'grub-mkimage': 'grub-common',
  'qemu-img': 'qemu-utils',
};

/** Files that are needed besides programs, with the package that brings each. */
const neededFiles: readonly (readonly [path: string, packageName: string])[] = [
  [join(grubPartsDir, 'boot.img'), 'grub-pc-bin'],
  ['/usr/share/keyrings/debian-archive-keyring.gpg', 'debian-archive-keyring'],
];

/** `su` without a dash leaves these out of root's PATH. */
const usualSystemDirs: readonly string[] = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

interface Missing {
  readonly tool: string;
  readonly packageName: string;
}

function throwMissing(missing: readonly Missing[]): void {
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(({ packageName }) => packageName))];
  const tool = missing.map((one) => one.tool).join(', ');
  throw new LabError('tool-missing', `missing for the image build: ${tool}`, {
    params: { tool, package: packages.join(' ') },
    evidence: [`apt install ${packages.join(' ')}`],
  });
}

/**
 * Looks for every program of the build in `searchPath` (a PATH variable) and the system's own folders. Throws `tool-missing` that
 * names everything that is missing at once, `tool` and `package` as lists.
 */
export async function findDebianPrograms(
  searchPath: string,
  systemDirs: readonly string[] = usualSystemDirs,
): Promise<DebianPrograms> {
  const dirs = [...searchPath.split(':').filter((dir) => dir.startsWith('/')), ...systemDirs];
  const found = new Map<DebianProgram, string>();
  const missing: Missing[] = [];
  for (const name of debianProgramNames) {
    const path = await findFirst(dirs.map((dir) => join(dir, name)));
    if (path === null) missing.push({ tool: name, packageName: packageOfProgram[name] });
    else found.set(name, path);
  }
  for (const [path, packageName] of neededFiles) {
    if ((await findFirst([path], constants.R_OK)) === null) missing.push({ tool: path, packageName });
  }
  throwMissing(missing);
  return namePrograms((name) => found.get(name) ?? name);
}

/** The programs by bare name, for commands that are only shown. */
export function bareDebianPrograms(): DebianPrograms {
  return namePrograms((name) => name);
}

function namePrograms(pathOf: (name: DebianProgram) => string): DebianPrograms {
  return {
    setpriv: pathOf('setpriv'),
    unshare: pathOf('unshare'),
    mmdebstrap: pathOf('mmdebstrap'),
    sfdisk: pathOf('sfdisk'),
    mke2fs: pathOf('mke2fs'),
    'grub-mkimage': pathOf('grub-mkimage'),
    'qemu-img': pathOf('qemu-img'),
  };
}
