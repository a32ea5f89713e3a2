import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasDisplay } from './display.ts';
import type { Platform } from './platform.ts';

/** Why the app cannot have a window here; each has a text `cli.app-<obstacle>`. */
export type WindowObstacle = 'no-display' | 'root' | 'no-sandbox' | 'no-electron' | 'not-built';

/** What decides whether there can be a window. */
export interface WindowFacts {
  readonly platform: Pick<Platform, 'id' | 'env' | 'isRoot'>;
  /** Electron's sandbox works here. */
  readonly allowsSandbox: boolean;
  /** Path of Electron's program; null when it is not there. */
  readonly electronPath: string | null;
  readonly isBuilt: boolean;
}

/** Null when the app can open in a window; else the first thing that is in the way. */
export function findWindowObstacle(facts: WindowFacts): WindowObstacle | null {
  const { platform } = facts;
  if (!hasDisplay(platform)) return 'no-display';
  // Chromium refuses to run as root with its sandbox, and this app does not run without.
  if (platform.id === 'linux' && platform.isRoot) return 'root';
  if (platform.id === 'linux' && !facts.allowsSandbox) return 'no-sandbox';
  if (facts.electronPath === null) return 'no-electron';
  return facts.isBuilt ? null : 'not-built';
}

/** The app as Electron starts it. */
export interface WindowOfApp {
  readonly obstacle: WindowObstacle | null;
  readonly electronPath: string;
  /** Holds the package.json that names the entry. */
  readonly appDir: string;
}

/** Looks at this computer. `entryDir` is the folder of the entry, built or from its source. */
export function findWindowOfApp(platform: Pick<Platform, 'id' | 'env' | 'isRoot'>, entryDir: string): WindowOfApp {
  const appDir = findAppDir(entryDir);
  const electronPath = findElectron(entryDir);
  const isBuilt = existsSync(join(appDir, 'dist', 'window', 'index.js'));
  const allowsSandbox = platform.id !== 'linux' || hasSandbox(electronPath);
  const obstacle = findWindowObstacle({ platform, allowsSandbox, electronPath, isBuilt });
  return { obstacle, electronPath: electronPath ?? '', appDir };
}

function findAppDir(entryDir: string): string {
  const above = dirname(entryDir);
  return existsSync(join(above, 'package.json')) ? above : dirname(above);
}

/** Electron's package tells in a file where its program is, once that was fetched. */
function findElectron(entryDir: string): string | null {
  try {
    const packageDir = dirname(createRequire(join(entryDir, 'entry.js')).resolve('electron/package.json'));
    const path = join(packageDir, 'dist', readFileSync(join(packageDir, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    // Whatever of it is missing: there is no Electron.
    return null;
  }
}

/** Kernel settings that keep users from namespaces of their own, which the sandbox is made of. */
const restrictions: readonly (readonly [path: string, restricting: string])[] = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
];

function hasSandbox(electronPath: string | null): boolean {
  const isRestricted = restrictions.some(
    ([path, restricting]) => existsSync(path) && readFileSync(path, 'utf8').trim() === restricting,
  );
  return !isRestricted || (electronPath !== null && isSetuidRoot(join(dirname(electronPath), 'chrome-sandbox')));
}

function isSetuidRoot(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.uid === 0 && (found.mode & 0o4000) !== 0;
}
