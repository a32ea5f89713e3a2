import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** What the user has lying in and beside our data folder, by paths from its parent: named like ours where that is possible. */
const usersFiles: Readonly<Record<string, string>> = {
  'data/labs/notes.txt': 'my notes',
  'data/labs/labor.txt': 'not the lab',
  'data/labs/my-own/pi-200/disk.vdi': 'a disk of mine',
  'data/bases/base.vdi': 'another disk of mine',
  'data/notes.txt': 'in the data folder itself',
  'user/pi-200/disk.img': 'disk of my own pi-200',
  'user/lab.json': '{"schemaVersion":1}',
};

const longAgo = new Date('2020-02-02T02:02:02Z');

/** Puts the user's files there. */
export async function placeUsersFiles(rootDir: string): Promise<void> {
  for (const [path, content] of Object.entries(usersFiles)) {
    await mkdir(dirname(join(rootDir, path)), { recursive: true });
    await writeFile(join(rootDir, path), content);
    await utimes(join(rootDir, path), longAgo, longAgo);
  }
}

/** One line for a file: path, size, mode, time of its last change, and digest. */
export async function describeUsersFile(rootDir: string, path: string): Promise<string> {
  try {
    const { mode, mtimeMs, size } = await lstat(path);
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return `${relative(rootDir, path)} ${String(size)} ${mode.toString(8)} ${String(Math.round(mtimeMs))} ${digest}`;
  } catch (error) {
    return `${relative(rootDir, path)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The user's files as they are now. */
export function describeUsersFiles(rootDir: string): Promise<readonly string[]> {
  return Promise.all(Object.keys(usersFiles).map((path) => describeUsersFile(rootDir, join(rootDir, path))));
}

/** True for a path from the world's folder that is the user's, or a folder made for it alone. */
export function isUsers(path: string): boolean {
  return Object.keys(usersFiles).some((own) => own === path || own.startsWith(`${path}/`)) && path !== 'data/labs';
}
