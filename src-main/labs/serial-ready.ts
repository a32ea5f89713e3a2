import { readFile, stat } from 'node:fs/promises';
import { parseSerialLog } from '../guest/serial-progress.ts';
import { isMissingFile } from '../store/file-error.ts';

/**
 * Whether a guest has written that it is ready since this computer was last started, at `bootTimeMs`.
 *
 * What was written before this computer was last started proves nothing: without power the end of the log may have reached the disk,
 * and the end of the base's own disk not.
 */
export async function saysReady(serialLogPath: string, bootTimeMs: number): Promise<boolean> {
  try {
    if ((await stat(serialLogPath)).mtimeMs < bootTimeMs) return false;
    return parseSerialLog(await readFile(serialLogPath, 'utf8')).ready;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
