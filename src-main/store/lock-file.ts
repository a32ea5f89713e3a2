import { open } from 'node:fs/promises';

import { z } from 'zod';

import { isMissingFile, translateFileError } from './file-error.ts';

const lockContentSchema = z.object({
  pid: z.int().positive(),
  startTime: z.string(),
  purpose: z.string(),
  /** Tells this lock from every other one; part of the name of the file with which it is taken over. */
  token: z.string().regex(/^[0-9a-f]{1,64}$/),
});
/** What a lock file says. */
export type LockContent = z.infer<typeof lockContentSchema>;

/** A lock file that was found. `content` is null while it is being written, or when a crash left it half written. */
export interface FoundLock {
  readonly content: LockContent | null;
  /** Of the content; where there is none, of this very file. */
  readonly token: string;
}

/** The lock file at `path`, or null. */
export async function readLock(path: string): Promise<FoundLock | null> {
  try {
    const file = await open(path, 'r');
    try {
      const content = parseLock(await file.readFile('utf8'));
      const { ino, mtimeMs } = await file.stat();
      return { content, token: content?.token ?? `${String(ino)}-${String(Math.round(mtimeMs))}` };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw translateFileError(error, path);
  }
}

/** What the text of a lock file says; null for one that is not whole. */
export function parseLock(text: string): LockContent | null {
  try {
    return lockContentSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
