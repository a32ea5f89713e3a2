import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Tier, Tool } from './tiers.ts';

/** What counts of this computer when it is decided which tiers it can run. */
export interface TestHost {
  readonly platform: string;
  readonly architecture: string;
  readonly isRoot: boolean;
  readonly memoryGiB: number;
  /** Packages can be installed: Debian or one of its kind, as root. */
  readonly canInstall: boolean;
  readonly hasElectron: boolean;
  has(tool: Tool): boolean;
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** True when the program is where a shell of root would find it. */
export function hasTool(tool: Tool, searchPath: string): boolean {
  if (isAbsolute(tool.program)) return existsSync(tool.program);
  const folders = [...searchPath.split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.some((folder) => isRunnable(join(folder, tool.program)));
}

/** Why this computer cannot run the tier, for a person to read; empty when it can. */
export function findObstacles(tier: Tier, host: TestHost): readonly string[] {
  const { linux, pc, root, memoryGiB, electron, tools = [] } = tier.needs;
  const missing = tools.filter((tool) => !host.has(tool));
  return [
    ...(linux && host.platform !== 'linux' ? ['needs Linux'] : []),
    ...(pc && host.architecture !== 'x64' ? ['needs an x86 processor'] : []),
    ...(root && !host.isRoot ? ['needs root'] : []),
    ...(memoryGiB !== undefined && host.memoryGiB < memoryGiB ? [`needs ${memoryGiB} GiB of memory`] : []),
    ...(electron && !host.hasElectron ? ["needs Electron's program (npx install-electron)"] : []),
    ...missing.map((tool) => `needs ${tool.program} (Debian package ${tool.package})`),
  ];
}

/** Packages worth installing: for tiers that nothing but missing programs keeps from running. */
export function findMissingPackages(tiers: readonly Tier[], host: TestHost): readonly string[] {
  if (!host.canInstall) return [];
  const everythingInstalled: TestHost = { ...host, has: () => true };
  const tools = tiers
    .filter((tier) => findObstacles(tier, everythingInstalled).length === 0)
    .flatMap((tier) => [...(tier.needs.tools ?? []), ...(tier.needs.welcomeTools ?? [])])
    .filter((tool) => !host.has(tool));
  return [...new Set(tools.map((tool) => tool.package))].sort();
}

/** Installs Debian packages with their output shown. What fails is seen afterwards, by what is still missing. */
export function installPackages(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const calls = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...packages],
  ];
  for (const args of calls) spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
}
