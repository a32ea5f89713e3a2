import { open, rename } from 'node:fs/promises';
import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import type { CpuArchitecture } from '../../domain/ids.ts';
import type { TextRef } from '../../domain/operation.ts';
import { readFreeBytes } from '../../platform/disk.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import { CommandError } from '../../process/command.ts';
import type { CommandRunner, CommandSpec } from '../../process/command.ts';
import { translateFileError } from '../../store/file-error.ts';
import { writeBootLoader } from './boot-loader.ts';
import {
  convertDisk,
  debianBuildFiles,
  installPackages,
  makeBootLoader,
  makeFileSystem,
  partitionDisk,
} from './commands.ts';
import type { DebianBuildFiles, DebianPrograms } from './commands.ts';
import { readHostSources } from './host-sources.ts';
import { createInstallProgress } from './progress.ts';
import { debianDiskBytes } from './recipe.ts';
import { findDebianPrograms } from './tools.ts';
import { finishTree, writeOverlay } from './tree.ts';
import { createWorkDir, removeUnmounted, removeWorkDir } from './work-dir.ts';

/** What a build takes from its surroundings. */
export interface DebianBuildRequest {
  readonly runner: CommandRunner;
  readonly platformId: PlatformId;
  readonly architecture: CpuArchitecture;
  readonly isRoot: boolean;
  /** The PATH variable. */
  readonly searchPath: string;
  /** Where the finished image appears, at once and whole; on the same volume as `workDir`. */
  readonly targetPath: string;
  /** Folder of this build alone, at most about 1.6 GiB. Removed in the end, whatever the end is. */
  readonly workDir: string;
  readonly signal: AbortSignal;
  readonly report: (fraction: number, message: TextRef) => void;
}

/** Where each part of the work begins, as a fraction of the whole; measured: 100 s, 10 s, 3 s. */
const treeDoneFraction = 0.88;
const fileSystemDoneFraction = 0.97;

/** Throws `not-supported` or `needs-root` where no Debian image can be built; touches nothing. */
export function assertCanBuildDebian({
  platformId,
  architecture,
  isRoot,
}: Pick<DebianBuildRequest, 'platformId' | 'architecture' | 'isRoot'>): void {
  if (platformId !== 'linux' || architecture !== 'amd64') {
    throw new LabError('not-supported', `no image can be built from packages on ${platformId} ${architecture}`, {
      params: { what: 'debian-packages' },
    });
  }
  if (!isRoot) throw new LabError('needs-root', 'building an image from packages needs root');
}

/**
 * Builds a Debian image for cloud-init from the distribution's packages: boots with BIOS from virtio, AHCI and IDE disks.
 * About two minutes and 250 MB of download. Throws `not-supported`, `needs-root`, `tool-missing`, `image-unreachable` (no package
 * source answers), `disk-full`. Aborting `signal` ends the programs and removes the work folder; so does the next build after a
 * crash. No mount and no process outlives this app.
 */
export async function buildDebianImage(request: DebianBuildRequest): Promise<void> {
  assertCanBuildDebian(request);
  const programs = await findDebianPrograms(request.searchPath);
  throwIfCancelled(request.signal);
  await createWorkDir(request.workDir);
  try {
    await assertRoom(request.workDir);
    await build(request, programs, debianBuildFiles(request.workDir));
  } catch (error) {
    throw translateBuildError(error, request.workDir);
  } finally {
    await removeWorkDir(request.workDir);
  }
}

async function build(request: DebianBuildRequest, programs: DebianPrograms, files: DebianBuildFiles): Promise<void> {
  const { signal, report, runner } = request;
  async function run(spec: CommandSpec): Promise<void> {
    await runner.run(spec, { signal });
  }
  const installing: TextRef = { key: 'progress.image-packages', params: {} };
  const progressOf = createInstallProgress();
  report(0, installing);
  await writeOverlay(files.overlayDir);
  await run({
    ...installPackages(programs, files, await readHostSources(runner, { signal })),
    onLine: (line) => {
      report(progressOf(line) * treeDoneFraction, installing);
    },
  });
  await finishTree(files.treeDir);

  const assembling: TextRef = { key: 'progress.image-disk', params: {} };
  report(treeDoneFraction, assembling);
  await createEmptyDisk(files.rawDiskPath);
  await run(partitionDisk(programs, files));
  await run(makeFileSystem(programs, files));
  // From here on it would only double the room a build needs.
  await removeUnmounted(files.treeDir);
  await run(makeBootLoader(programs, files));
  await writeBootLoader(files);
  report(fileSystemDoneFraction, assembling);
  await run(convertDisk(programs, files));
  await publish(files.imagePath, request.targetPath);
  report(1, assembling);
}

/** Tree and disk together, or disk and image, with what apt keeps meanwhile (Debian 12: 0.75 GiB each). */
const neededBytes = 1.75 * 1024 ** 3;

/** Better said now than after two minutes of work. */
async function assertRoom(workDir: string): Promise<void> {
  const freeBytes = await readFreeBytes(workDir);
  if (freeBytes >= neededBytes) return;
  throw new LabError('disk-full', `an image build needs ${String(neededBytes)} bytes, ${String(freeBytes)} are free`, {
    params: { path: workDir, neededBytes, freeBytes },
  });
}

async function createEmptyDisk(path: string): Promise<void> {
  const disk = await open(path, 'w', 0o600);
  try {
    await disk.truncate(debianDiskBytes);
  } finally {
    await disk.close();
  }
}

/** The image is on the disk before it gets its name: a name stands for a whole image, even after a power cut. */
async function publish(imagePath: string, targetPath: string): Promise<void> {
  const image = await open(imagePath, 'r+');
  try {
    await image.sync();
  } finally {
    await image.close();
  }
  await rename(imagePath, targetPath);
}

/** Texts of apt 2.6 and of the C library, in English as the runner sets the locale. */
const unreachablePattern =
  /Could not resolve|Temporary failure resolving|Could not connect|Unable to connect|Connection failed|Failed to fetch/i;
const fullDiskPattern = /No space left on device|ENOSPC|don't have enough free space/i;

const evidenceLines = 8;

function translateBuildError(error: unknown, workDir: string): Error {
  if (!(error instanceof CommandError)) return translateFileError(error, workDir);
  const output = `${error.stdout}\n${error.stderr}`;
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  if (fullDiskPattern.test(output)) {
    const evidence = lines.filter((line) => fullDiskPattern.test(line)).slice(-evidenceLines);
    return new LabError('disk-full', `no space left for the image build in '${workDir}'`, {
      params: { path: workDir },
      evidence,
      cause: error,
    });
  }
  if (unreachablePattern.test(output)) {
    const evidence = lines.filter((line) => unreachablePattern.test(line)).slice(-evidenceLines);
    return new LabError('image-unreachable', 'the package sources cannot be reached', {
      params: { image: 'debian-packages' },
      evidence,
      cause: error,
    });
  }
  return error;
}
