import { resolve } from 'node:path';
import type { ElectronApi } from './electron-api.ts';
import { findSpecFile } from './spec-files.ts';

/** What a visit leads to, once there is a window. */
export interface Receiver {
  readonly show: () => void;
  readonly openFile: (path: string) => void;
}

/** Starts of the program while it runs, and files that were opened with it; kept until somebody receives them. */
export interface Visits {
  readonly receive: (receiver: Receiver) => void;
}

/**
 * Makes this run the only one on its data folder and listens for others, which go away again at once: null says that this is such a
 * one. To be called before Electron is ready, as macOS tells of files before that.
 */
export function receiveVisits(
  app: Pick<ElectronApi['app'], 'on' | 'requestSingleInstanceLock'>,
  args: readonly string[],
  cwd: string,
): Visits | null {
  if (!app.requestSingleInstanceLock()) return null;
  let receiver: Receiver | null = null;
  let waiting: string[] = [];

  function openFile(path: string | undefined, from: string): void {
    if (path === undefined) return;
    if (receiver === null) waiting.push(resolve(from, path));
    else receiver.openFile(resolve(from, path));
  }
  app.on('second-instance', (_, otherArgs, otherCwd) => {
    receiver?.show();
    openFile(findSpecFile(otherArgs), otherCwd);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path, cwd);
  });
  openFile(findSpecFile(args), cwd);
  return {
    receive: (next) => {
      receiver = next;
      const paths = waiting;
      waiting = [];
      for (const path of paths) next.openFile(path);
    },
  };
}
