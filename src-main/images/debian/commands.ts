import { join } from 'node:path';
import type { CommandSpec } from '../../process/command.ts';
import { debianDiskBytes, debianPackages, debianSuite, dpkgTrimOptions, partitionOffsetBytes } from './recipe.ts';

/** Programs as absolute paths, or as bare names where the commands are only shown. */
export type DebianPrograms = Readonly<Record<DebianProgram, string>>;

export const debianProgramNames = [
  'setpriv',
  'unshare',
  'mmdebstrap',
  'sfdisk',
  'mke2fs',
  'grub-mkimage',
  'qemu-img',
] as const;
export type DebianProgram = (typeof debianProgramNames)[number];

/** Files of one build, all in its work folder. */
export interface DebianBuildFiles {
  readonly workDir: string;
  /** The guest's files, as a folder of the host. */
  readonly treeDir: string;
  /** What is laid over the tree before the packages are set up. */
  readonly overlayDir: string;
  readonly rawDiskPath: string;
  readonly bootLoaderPath: string;
  readonly imagePath: string;
}

/** Names the files of a build in `workDir`; touches nothing. */
export function debianBuildFiles(workDir: string): DebianBuildFiles {
  return {
    workDir,
    treeDir: join(workDir, 'tree'),
    overlayDir: join(workDir, 'overlay'),
    rawDiskPath: join(workDir, 'disk.raw'),
    bootLoaderPath: join(workDir, 'boot-loader.img'),
    imagePath: join(workDir, 'image.qcow2'),
  };
}

/** Folder of the boot loader's parts for BIOS, as Debian and Ubuntu install it. */
export const grubPartsDir = '/usr/lib/grub/i386-pc';

/** From megabytes over a slow line to a slow disk: only a person can tell that it takes too long. */
const noLimit = null;

/**
 * Installs the packages into the tree, from `sourceLines` or else from where mmdebstrap expects Debian. Runs in namespaces of its own for processes and mounts, and dies with its parent: however
 * this app ends, no process and no mount of the build is left.
 */
export function installPackages(
  programs: DebianPrograms,
  files: DebianBuildFiles,
  sourceLines: readonly string[] = [],
): CommandSpec {
  return {
    program: programs.setpriv,
    args: [
      ...['--pdeathsig', 'KILL', programs.unshare, '--mount', '--pid', '--fork', '--kill-child=KILL'],
      ...[programs.mmdebstrap, '--mode=root', '--variant=minbase', '--verbose'],
      `--include=${debianPackages.join(',')}`,
      // The tree is thrown away when the power fails; syncing each file would take as long as the installation.
      ...['force-unsafe-io', ...dpkgTrimOptions].map((option) => `--dpkgopt=${option}`),
      `--essential-hook=sync-in '${files.overlayDir.replaceAll("'", String.raw`'\''`)}' /`,
      ...[debianSuite, files.treeDir, ...sourceLines],
    ],
    timeoutMs: noLimit,
  };
}

/** One bootable Linux partition that takes the whole disk from its first MiB on. */
export function partitionDisk(programs: DebianPrograms, files: DebianBuildFiles): CommandSpec {
  return {
    program: programs.sfdisk,
    args: ['--quiet', files.rawDiskPath],
    input: `label: dos\nstart=${String(partitionOffsetBytes / 512)}, type=83, bootable\n`,
  };
}

/** Makes the file system and copies the tree into it: no loop device, no mount. */
export function makeFileSystem(programs: DebianPrograms, files: DebianBuildFiles): CommandSpec {
  const sizeKiB = (debianDiskBytes - partitionOffsetBytes) / 1024;
  return {
    program: programs.mke2fs,
    args: [
      ...['-q', '-F', '-t', 'ext4', '-m', '1', '-L', 'root', '-d', files.treeDir],
      ...['-E', `offset=${String(partitionOffsetBytes)}`, files.rawDiskPath, `${String(sizeKiB)}k`],
    ],
    timeoutMs: noLimit,
  };
}

/** The part of the boot loader that finds the kernel in the file system. */
export function makeBootLoader(programs: DebianPrograms, files: DebianBuildFiles): CommandSpec {
  return {
    program: programs['grub-mkimage'],
    args: [
      ...['--format=i386-pc', `--directory=${grubPartsDir}`, '--prefix=(hd0,msdos1)/boot/grub'],
      ...[`--output=${files.bootLoaderPath}`, 'biosdisk', 'part_msdos', 'ext2', 'normal', 'linux', 'configfile'],
    ],
  };
}

/**
 * Plain qcow2 without compression, zstd or extended L2 tables: VirtualBox 7.2 reads it, and copying it costs no decompression.
 */
export function convertDisk(programs: DebianPrograms, files: DebianBuildFiles): CommandSpec {
  return {
    program: programs['qemu-img'],
    args: ['convert', '-f', 'raw', '-O', 'qcow2', files.rawDiskPath, files.imagePath],
    timeoutMs: noLimit,
  };
}

/** Every command of a build, in order. */
export function debianBuildCommands(programs: DebianPrograms, files: DebianBuildFiles): readonly CommandSpec[] {
  return [installPackages, partitionDisk, makeFileSystem, makeBootLoader, convertDisk].map((command) =>
    command(programs, files),
  );
}
