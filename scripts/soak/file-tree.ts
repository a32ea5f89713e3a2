import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Everything below a folder, as paths relative to it; folders end in `/`. */
export function listTree(dir: string, below = ''): readonly string[] {
  return readdirSync(join(dir, below), { withFileTypes: true })
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? [`${path}/`, ...listTree(dir, path)] : [path];
    });
}

export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Mode, time and content of everything below a folder: two texts differ when anything was touched. */
export async function fingerprint(dir: string): Promise<readonly string[]> {
  const lines = listTree(dir).map(async (path) => {
    const { mode, mtimeMs, size } = lstatSync(join(dir, path));
    const about = `${path} ${mode.toString(8)}`;
    return path.endsWith('/') || (mode & 0o170000) !== 0o100000
      ? about
      : `${about} ${size} ${mtimeMs} ${await digestOfFile(join(dir, path))}`;
  });
  return Promise.all(lines);
}
