import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of what is slow to make, shared by all clones on this computer. */
export const testCacheDir =
  process.env['BDL_TEST_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'big-data-lab-tests');

/** Where the built guest images of earlier runs are kept; the product itself decides whether one still fits its recipe. */
const imageCacheDir = join(testCacheDir, 'guest-images');

/** Runs a stock tool and answers its stdout; throws with its stderr. */
export function tool(program: string, ...args: readonly string[]): string {
  return execFileSync(program, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
}

/** Command lines of processes on this computer that name the text, such as a data folder; without this test's own ones. */
export function processesNaming(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && Number(name) !== process.ppid)
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // Ended while the list was read.
        return [];
      }
    })
    .filter((line) => line.includes(text));
}

/** Mount points below a folder. */
export function mountsBelow(dir: string): readonly string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) =>
      (line.split(' ')[1] ?? '').replaceAll(/\\(\d{3})/g, (_match, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      ),
    )
    .filter((path) => path.startsWith(dir));
}

/** Gives a data folder the images that earlier runs built, so that they are built once per computer. */
export async function takeCachedImages(dataDir: string): Promise<void> {
  if (!existsSync(imageCacheDir)) return;
  await mkdir(join(dataDir, 'images'), { recursive: true });
  await cp(imageCacheDir, join(dataDir, 'images'), { recursive: true, mode: 2, preserveTimestamps: true });
}

/** Keeps the images of a data folder for later runs. */
export async function keepImages(dataDir: string): Promise<void> {
  await mkdir(imageCacheDir, { recursive: true });
  await cp(join(dataDir, 'images'), imageCacheDir, {
    recursive: true,
    mode: 2,
    preserveTimestamps: true,
    force: false,
  });
}
