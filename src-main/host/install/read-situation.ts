import { constants } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { PackageManager } from '../../contract/install-views.ts';
import type { HypervisorId } from '../../domain/ids.ts';
import { hasDisplay } from '../../platform/display.ts';
import { findFirst, pathFolders } from '../../platform/find-program.ts';
import type { Platform } from '../../platform/platform.ts';
import { CommandError, type CommandRunner } from '../../process/command.ts';
import { packagesOf, type InstallSituation } from './plan-install.ts';

type Surroundings = Pick<Platform, 'id' | 'env' | 'architecture' | 'isRoot'>;

/** The program of each manager; on Linux in this order. */
const managersOf = {
  windows: [['winget', 'winget.exe']],
  macos: [['brew', 'brew']],
  linux: [
    ['apt', 'apt-get'],
    ['dnf', 'dnf'],
    ['zypper', 'zypper'],
    ['pacman', 'pacman'],
  ],
} as const satisfies Readonly<Record<Platform['id'], readonly (readonly [PackageManager, string])[]>>;

/** Apps started by a click have a short PATH on macOS. */
const homebrewDirs = ['/opt/homebrew/bin', '/usr/local/bin'] as const;

function findProgram(name: string, platform: Surroundings): Promise<string | null> {
  const dirs = [...pathFolders(platform), ...(platform.id === 'macos' ? homebrewDirs : [])];
  const path = platform.id === 'windows' ? win32 : posix;
  // Programs of the Windows store are links that only a start can follow: being there is all that can be asked.
  const mode = platform.id === 'windows' ? constants.F_OK : constants.X_OK;
  return findFirst(
    dirs.map((dir) => path.join(dir, name)),
    mode,
  );
}

async function findManager(platform: Surroundings): Promise<InstallSituation['manager']> {
  for (const [id, name] of managersOf[platform.id]) {
    const program = await findProgram(name, platform);
    if (program !== null) return { id, program };
  }
  return null;
}

/**
 * Debian leaves VirtualBox out of its releases, so apt is asked what it would do: that changes nothing, needs no rights, and answers
 * with 100 where it could not (apt 2.6; `apt-cache show` answers 0 for a name that others merely mention). The others say it when
 * they install.
 */
async function canInstall(
  { id, program }: NonNullable<InstallSituation['manager']>,
  names: readonly string[],
  { runner, signal }: { readonly runner: Pick<CommandRunner, 'run'>; readonly signal: AbortSignal },
): Promise<boolean> {
  if (id !== 'apt') return true;
  try {
    await runner.run({ program, args: ['--simulate', '--quiet=2', 'install', ...names] }, { signal });
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.reason === 'exit-code') return false;
    throw error;
  }
}

/** What decides how `hypervisor` is installed here, read anew at each call. */
export async function readInstallSituation(
  hypervisor: HypervisorId,
  {
    platform,
    runner,
    signal,
  }: { readonly platform: Surroundings; readonly runner: Pick<CommandRunner, 'run'>; readonly signal: AbortSignal },
): Promise<InstallSituation> {
  const { id: platformId, architecture, isRoot } = platform;
  const manager = await findManager(platform);
  const names = manager === null ? [] : packagesOf(manager.id, { hypervisor, architecture });
  const isOffered = manager !== null && names.length > 0 && (await canInstall(manager, names, { runner, signal }));
  const canAsk = platformId === 'linux' && hasDisplay(platform);
  const elevator = canAsk ? await findProgram('pkexec', platform) : null;
  return { platformId, architecture, isRoot, manager, elevator, isOffered };
}
