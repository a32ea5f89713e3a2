import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the built screens lie: beside the built entry, or in `dist/` when the entry runs from its source. */
export function findRendererDir(entryDir: string): string {
  const beside = join(entryDir, '..', 'renderer');
  return existsSync(beside) ? beside : join(entryDir, '..', 'dist', 'renderer');
}
