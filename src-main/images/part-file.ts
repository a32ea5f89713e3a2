import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Headers } from 'undici';
import { z } from 'zod';
import { isMissingFile, translateFileError } from '../store/file-error.ts';

/** Where the first byte of a part came from, and how its server names that very content. */
const partOriginSchema = z.object({ url: z.string(), validator: z.string() });
export type PartOrigin = z.infer<typeof partOriginSchema>;

function originPath(path: string): string {
  return `${path}.origin.json`;
}

/** Null when it was never written or cannot be read: then the checksum at the end is the only judge. */
export async function readPartOrigin(path: string): Promise<PartOrigin | null> {
  try {
    return partOriginSchema.parse(JSON.parse(await readFile(originPath(path), 'utf8')));
  } catch (error) {
    if (isMissingFile(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw translateFileError(error, path);
  }
}

/** Keeps the server's name for the content, if it gives one that `If-Range` may carry (RFC 9110: no weak ETag). */
export async function writePartOrigin(path: string, url: string, headers: Headers): Promise<void> {
  const etag = headers.get('etag');
  const validator = etag?.startsWith('"') === true ? etag : headers.get('last-modified');
  await rm(originPath(path), { force: true });
  if (validator === null) return;
  try {
    await writeFile(originPath(path), JSON.stringify({ url, validator }), { mode: 0o600 });
  } catch (error) {
    throw translateFileError(error, path);
  }
}

/** Removes a part and what is known about it. Idempotent. */
export async function removePart(path: string): Promise<void> {
  await rm(path, { force: true });
  await forgetPartOrigin(path);
}

/** Removes only what is known about a part: it has become a whole file. Idempotent. */
export async function forgetPartOrigin(path: string): Promise<void> {
  await rm(originPath(path), { force: true });
}
