import { open } from 'node:fs/promises';
import { isMissingFile } from '../store/file-error.ts';
import { journalEntrySchema } from './journal-entry.ts';

const longestLine = 64 * 1024;

/** True when the file begins with a line as only this program writes them; a torn or foreign one is none. */
export async function isOurJournal(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestLine), 0, longestLine, 0);
      const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
      return journalEntrySchema.safeParse(JSON.parse(line)).success;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error) || error instanceof SyntaxError) return false;
    throw error;
  }
}
