import { watch, type FSWatcher } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { isMissingFile } from '../store/file-error.ts';
import { cleanStart } from './output-log.ts';
import type { Pty, PtyEnd } from './pty.ts';

/** What following a log needs. */
export interface FollowDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** False where a folder does not tell soon that a file in it has grown (Windows, until who writes it closes it). */
  readonly isWatchable: boolean;
}

/** Where the log lies; null while nobody can tell yet. */
export type FindLog = () => Promise<string | null>;

/** How much of what is there already is shown. */
const tailBytes = 64 * 1024;
const pieceBytes = 64 * 1024;
const pollMs = 1000;
/** Between what a node said before and after its log was begun anew: plain again, and a line across. */
const anew = Buffer.from(`\u001b[0m\r\n${'─'.repeat(40)}\r\n`);

/** How far a log was read: which file it was, and the byte that comes next. */
interface Place {
  readonly file: string;
  readonly offset: number;
}

interface Reading {
  readonly bytes: Uint8Array;
  readonly place: Place;
}

/**
 * What is new in the log, at most a piece; null when there is no file. The first reading begins near its end, at the beginning of
 * a line; one after the file was cut or replaced begins at its start.
 */
async function readOn(path: string, before: Place | null): Promise<Reading | null> {
  try {
    // Opened each time: a file that is held open cannot be deleted on Windows.
    const file = await open(path, 'r');
    try {
      const { ino, birthtimeMs, size } = await file.stat();
      const identity = `${String(ino)} ${String(birthtimeMs)}`;
      const isSame = before?.file === identity && before.offset <= size;
      const offset = isSame ? before.offset : before === null ? Math.max(0, size - tailBytes) : 0;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(pieceBytes, size - offset)), {
        position: offset,
      });
      const read = buffer.subarray(0, bytesRead);
      const place = { file: identity, offset: offset + bytesRead };
      if (before === null) return { bytes: offset === 0 ? read : read.subarray(cleanStart(read)), place };
      return { bytes: isSame ? read : Buffer.concat([anew, read]), place };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Wakes who waits for a file: by the system's word where it gives one, else now and then. */
function createAlarm({ clock, logger, isWatchable }: FollowDeps) {
  let watcher: FSWatcher | null = null;
  let isStirred = false;
  let nap: AbortController | null = null;

  function stir(): void {
    isStirred = true;
    nap?.abort();
  }
  function unwatch(): void {
    watcher?.close();
    watcher = null;
  }
  return {
    stir,
    unwatch,
    /** Begins to listen; true when it did not before, and something may have happened meanwhile. */
    watch: (path: string): boolean => {
      if (!isWatchable || watcher !== null) return false;
      try {
        watcher = watch(dirname(path), { persistent: false }, stir);
        watcher.on('error', () => {
          unwatch();
          stir();
        });
        return true;
      } catch (error) {
        logger.debug({ path, error }, 'a log is looked at now and then: its folder cannot be watched');
        return false;
      }
    },
    wait: async (isPaused: boolean): Promise<void> => {
      if (!isStirred) {
        nap = new AbortController();
        const { signal } = nap;
        if (watcher !== null || isPaused) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        else await clock.sleep(pollMs, signal).catch(ifAborted(signal));
        nap = null;
      }
      isStirred = false;
    },
  };
}

function ifAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}

/**
 * Follows a log file as if it were the output of a program: from its last 64 KiB on, through its growing, its being cut, replaced,
 * deleted, or not there yet. Nothing is read ahead while it is paused. What is typed goes nowhere. It ends when it is killed
 * (exit code 0), or when the file cannot be read (1).
 */
export function followLog(findLog: FindLog, deps: FollowDeps): Pty {
  const alarm = createAlarm(deps);
  let onOutput: (bytes: Uint8Array) => void = () => undefined;
  let onEnd: (end: PtyEnd) => void = () => undefined;
  let place: Place | null = null;
  let isPaused = false;
  let isOver = false;

  /** True when there may be more at once. */
  async function step(): Promise<boolean> {
    const path = await findLog();
    const reading = path === null ? null : await readOn(path, place);
    if (path === null || reading === null) {
      // What comes under this name later is another file, even with the same number on the disk.
      if (place !== null) place = { file: 'gone', offset: 0 };
      alarm.unwatch();
      return false;
    }
    place = reading.place;
    if (reading.bytes.length > 0 && !isOver) onOutput(reading.bytes);
    return alarm.watch(path) || reading.bytes.length > 0;
  }
  async function follow(): Promise<void> {
    while (!isOver) {
      const hasMore = !isPaused && (await step());
      if (!hasMore) await alarm.wait(isPaused);
    }
  }
  function end(exitCode: number): void {
    isOver = true;
    alarm.unwatch();
    onEnd({ exitCode, signal: null });
  }
  return {
    onOutput: (listener) => {
      onOutput = listener;
      follow().then(
        () => end(0),
        (error: unknown) => {
          deps.logger.warn({ error }, 'a log cannot be followed any more');
          end(1);
        },
      );
    },
    onEnd: (listener) => {
      onEnd = listener;
    },
    write: () => undefined,
    resize: () => undefined,
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
      alarm.stir();
    },
    kill: () => {
      isOver = true;
      alarm.stir();
    },
  };
}
