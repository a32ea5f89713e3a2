import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { isMissingFile } from '../../store/file-error.ts';

/** A file of the screens, ready to be sent. */
export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** The build put a digest of the content into its name: what has this name never changes. */
  readonly isImmutable: boolean;
}

/** The built screens. */
export interface StaticFiles {
  /** The page with its nonce filled in. */
  readonly page: (nonce: string) => string;
  /** The file at a path of an address (`/assets/main-1a2b.js`), or null. */
  readonly find: (path: string) => StaticFile | null;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

const pageFileName = 'index.html';
const noncePattern = /(<meta name="csp-nonce" content=")[^"]*(")/;

/**
 * Reads all files once: only what was built can be asked for, and a build that goes on beside does not mix old with new. Throws
 * `screens-not-built` when there is no page.
 */
export async function readStaticFiles(dir: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const path of await listFiles(dir)) {
    const file = await readStaticFile(dir, path);
    if (file !== null) files.set(`/${path}`, file);
  }
  const page = files.get(`/${pageFileName}`)?.body.toString('utf8');
  if (page === undefined || !noncePattern.test(page)) throw notBuilt(dir);
  files.delete(`/${pageFileName}`);
  return {
    page: (nonce) => page.replace(noncePattern, `$1${nonce}$2`),
    find: (path) => files.get(path) ?? null,
  };
}

async function listFiles(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    if (isMissingFile(error)) throw notBuilt(dir);
    throw error;
  }
}

async function readStaticFile(dir: string, path: string): Promise<StaticFile | null> {
  const type = types[extname(path)];
  if (type === undefined) return null;
  const body = await readFile(join(dir, path));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, type, etag, isImmutable: path.startsWith('assets/') };
}

function notBuilt(path: string): LabError {
  return new LabError('screens-not-built', `no built screens in '${path}'`, { params: { path } });
}
