import { isCancelled, LabError, throwIfCancelled } from '../domain/failure.ts';
import { freeNameCandidates } from '../domain/file-names.ts';
import type { RemoteFile, RemoteFiles } from './remote-files.ts';

/** A file for one node. */
export interface FileForNode {
  /** A safe name. */
  readonly name: string;
  /** Name of the hidden file while it comes; nobody else's. */
  readonly partName: string;
  /** Ends when all is there; throws when no more comes. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Writes the content to a hidden file in the user's home and gives it its name when it is whole, or the next free one like it: nothing is
 * ever overwritten. Answers the path. Whatever goes wrong, the part is removed; where it cannot be, the evidence says where it lies.
 * Throws `file-not-copied`, `CancelledError`, and what `content` throws.
 */
export async function storeFile(
  files: RemoteFiles,
  node: string,
  { file, signal }: { readonly file: FileForNode; readonly signal: AbortSignal },
): Promise<string> {
  const partPath = `${files.homeDir}/${file.partName}`;
  let part: RemoteFile | null = null;
  try {
    part = await files.createNew(partPath);
    for await (const bytes of file.content) {
      throwIfCancelled(signal);
      await part.write(bytes);
    }
    throwIfCancelled(signal);
    await part.close();
    return await giveName(files, partPath, file.name);
  } catch (error) {
    const left = part === null ? [] : await removePart(files, part, partPath);
    if (left.length === 0 && (isCancelled(error) || error instanceof LabError)) throw error;
    throw new LabError('file-not-copied', `cannot copy to ${node}`, {
      params: { node, name: file.name },
      evidence: [error instanceof Error ? error.message : String(error), ...left],
      cause: error,
    });
  }
}

async function giveName(files: RemoteFiles, partPath: string, name: string): Promise<string> {
  for (const candidate of freeNameCandidates(name)) {
    const path = `${files.homeDir}/${candidate}`;
    try {
      await files.rename(partPath, path);
      return path;
    } catch (error) {
      // Taken is no failure; anything else is, and would be with every other name.
      if (!(await files.exists(path))) throw error;
    }
  }
  throw new Error(`there are too many files called ${name}`);
}

/** What is left behind. A handle that cannot be closed any more must not keep the part. */
async function removePart(files: RemoteFiles, part: RemoteFile, partPath: string): Promise<readonly string[]> {
  await part.close().catch(() => undefined);
  try {
    await files.remove(partPath);
    return [];
  } catch (error) {
    return [`${partPath}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
