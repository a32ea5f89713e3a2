import { watch } from 'node:fs';
import type { Logger } from '../platform/logger.ts';

/** What happens in watched folders. */
export interface WatchOptions {
  readonly logger: Logger;
  /** Called after entries came or went; once or several times for one change. */
  readonly onChange: () => void;
}

/**
 * Notices entries that come and go in folders, whichever process makes them: a lab's lock appears and disappears with every
 * operation, also of a command line beside. Answers how to stop. A folder that cannot be watched (some network drives) is
 * logged and left: then only what this process does itself is noticed.
 */
export function watchFolders(dirs: readonly string[], { logger, onChange }: WatchOptions): () => void {
  const watchers = dirs.flatMap((dir) => {
    try {
      const watcher = watch(dir, { persistent: false }, onChange);
      watcher.on('error', (error) => {
        logger.warn({ dir, error }, 'a folder is not watched any more');
        watcher.close();
      });
      return [watcher];
    } catch (error) {
      logger.warn({ dir, error }, 'a folder cannot be watched');
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
