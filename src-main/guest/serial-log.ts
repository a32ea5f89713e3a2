import { open } from 'node:fs/promises';
import { isMissingFile } from '../store/file-error.ts';
import { parseSerialLog } from './serial-progress.ts';
import type { SerialProgress } from './serial-progress.ts';

/** More than one boot writes; what came before says nothing new. */
const tailBytes = 256 * 1024;

/** The serial log at one moment; `sizeBytes` grows while the guest says anything. */
export interface SerialReading {
  readonly sizeBytes: number;
  readonly progress: SerialProgress;
}

/** Reads the end of a serial log. A log that is not there yet is one that says nothing. */
export async function readSerialLog(path: string): Promise<SerialReading> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return { sizeBytes: size, progress: parseSerialLog(buffer.toString('utf8', 0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) return { sizeBytes: 0, progress: parseSerialLog('') };
    throw error;
  }
}
