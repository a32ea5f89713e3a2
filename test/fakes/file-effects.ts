import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isMissingFile } from '../../src-main/store/file-error.ts';

/** What a call did to a file below the folder of the run; paths and texts with tokens. */
export const fileEffectSchema = z.union([
  z.strictObject({ path: z.string(), text: z.int() }),
  z.strictObject({ path: z.string(), bytes: z.int() }),
  z.strictObject({ path: z.string(), removed: z.literal(true) }),
]);
export type FileEffect = z.infer<typeof fileEffectSchema>;

/** Stamp of every file and folder below a folder; a file that changed has another one. */
export type Tree = ReadonlyMap<string, string>;

export async function readTree(dir: string): Promise<Tree> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const stamped = entries
    .filter(({ name }) => !isHalfWritten(name))
    .map(async (entry): Promise<readonly [string, string] | null> => {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) return [path, 'folder'];
      try {
        const { ino, size, mtimeMs } = await stat(path);
        return [path, `${ino} ${size} ${mtimeMs}`];
      } catch {
        // Taken away while the folder was read.
        return null;
      }
    });
  return new Map((await Promise.all(stamped)).filter((entry) => entry !== null));
}

/** What VirtualBox writes settings into before they replace the earlier ones. */
function isHalfWritten(name: string): boolean {
  return name.endsWith('.vbox-tmp');
}

/** Changed paths: those that came or changed, and those that are gone. */
export function compareTrees(
  before: Tree,
  after: Tree,
): { readonly changed: readonly string[]; readonly gone: readonly string[] } {
  const changed = [...after].filter(([path, stamp]) => stamp !== 'folder' && before.get(path) !== stamp);
  return { changed: changed.map(([path]) => path), gone: [...before.keys()].filter((path) => !after.has(path)) };
}

/** Settings files matter by their text, all other files by being there. */
export function isSettingsFile(path: string): boolean {
  return path.endsWith('.vbox');
}

export async function readSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** VirtualBox moves earlier settings away before the new ones take their place: another call may do so just now. */
export async function readSettingsText(path: string): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (!isMissingFile(error) || tries === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Brings a file into the state it had after the recorded call. */
export async function applyEffect(
  path: string,
  content: { readonly text: string } | { readonly bytes: number } | null,
): Promise<void> {
  if (content === null) {
    await rm(path, { recursive: true, force: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  if ('text' in content) {
    await writeFile(path, content.text);
    return;
  }
  // One block with something in it, the rest a hole: disks of the real size would fill the disk.
  await writeFile(path, Buffer.alloc(Math.min(content.bytes, 4096), 1));
  await truncate(path, content.bytes);
}
