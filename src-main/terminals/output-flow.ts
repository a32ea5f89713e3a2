import { createOutputLog } from './output-log.ts';
import type { Pty, PtyEnd } from './pty.ts';
import { createScreenFeed } from './screen-feed.ts';
import type { TerminalChannel } from './terminal-service.ts';

/** How much may be under way and how much is kept, in bytes. */
export interface TerminalLimits {
  /** The program waits when so much was not shown yet. */
  readonly highWater: number;
  /** It goes on when no more than this is left. */
  readonly lowWater: number;
  /** Kept of what was said, for the next screen; without a screen, the program waits when so much was not shown. */
  readonly keep: number;
}

export const defaultLimits: TerminalLimits = { highWater: 256 * 1024, lowWater: 64 * 1024, keep: 1024 * 1024 };

/** Does work in a moment, so that what arrives until then goes the same way. */
export type Defer = (work: () => void) => void;

/** Shorter than anybody notices, and long enough to join dozens of the small pieces in which a pseudo terminal is read (4 KiB). */
const joinMs = 3;
const pieceBytes = 64 * 1024;

/** At once, when little comes; now and then, when much does. */
function createPace(): Defer {
  let isBusy = false;
  return (work) => {
    if (isBusy) setTimeout(work, joinMs);
    else setImmediate(work);
    isBusy = true;
    setTimeout(() => (isBusy = false), joinMs);
  };
}

/** The output of one program on its way to the screen that shows it. */
export interface OutputFlow {
  readonly append: (bytes: Uint8Array) => void;
  /** Nothing is appended any more, unless it goes on. */
  readonly finish: (end: PtyEnd) => void;
  /** Another program follows the one that has ended, in the same text, after these bytes. */
  readonly goOn: (between: Uint8Array) => void;
  /** From now on output goes to this channel, once it was greeted; null: to nobody, and it is kept. */
  readonly showOn: (channel: TerminalChannel | null) => void;
  /** The screen has `received` bytes and wants what comes after them. Only the first greeting counts. */
  readonly greet: (received: number) => void;
  /** So many more bytes are on the screen. */
  readonly acknowledge: (bytes: number) => void;
  /** Drops all that comes, so that the program is not kept from ending. */
  readonly discard: () => void;
}

/** Makes the program wait from `high` unseen bytes on, and go on at `low`. */
function createValve(pty: Pick<Pty, 'pause' | 'resume'>) {
  let isPaused = false;
  return {
    set: (unseen: number, high: number, low: number): void => {
      const mustWait = isPaused ? unseen > low : unseen >= high;
      if (mustWait === isPaused) return;
      isPaused = mustWait;
      if (mustWait) pty.pause();
      else pty.resume();
    },
  };
}

/**
 * Brings every byte to the screen once, in order. What no screen has acknowledged is kept, and the program is made to wait before
 * that is more than `limits` allow, and a piece that was under way.
 */
export function createOutputFlow(
  pty: Pick<Pty, 'pause' | 'resume'>,
  { limits = defaultLimits, defer = createPace() }: { readonly limits?: TerminalLimits; readonly defer?: Defer } = {},
): OutputFlow {
  const log = createOutputLog(limits.keep);
  const feed = createScreenFeed(log);
  const valve = createValve(pty);
  /** Number of the first byte that no screen has acknowledged. */
  let seen = 0;
  let isDiscarding = false;
  let isFlushing = false;

  function regulate(): void {
    const unseen = isDiscarding ? 0 : log.end() - seen;
    if (feed.isShown()) valve.set(unseen, limits.highWater, limits.lowWater);
    else valve.set(unseen, limits.keep, limits.keep / 2);
  }
  function flushSoon(): void {
    // What is enough for a large piece need not wait.
    if (log.end() - (feed.sent() ?? log.end()) >= pieceBytes) feed.flush();
    if (isFlushing) return;
    isFlushing = true;
    defer(() => {
      isFlushing = false;
      feed.flush();
    });
  }
  function append(bytes: Uint8Array): void {
    if (isDiscarding) return;
    log.append(bytes);
    regulate();
    flushSoon();
  }
  return {
    append,
    finish: feed.finish,
    goOn: (between) => {
      feed.goOn();
      append(between);
    },
    showOn: (channel) => {
      feed.showOn(channel);
      regulate();
    },
    greet: (received) => {
      seen = feed.greet(received) ?? seen;
      regulate();
    },
    acknowledge: (bytes) => {
      seen = Math.min(seen + bytes, feed.sent() ?? seen);
      log.trim(seen);
      regulate();
    },
    discard: () => {
      isDiscarding = true;
      feed.showOn(null);
      regulate();
    },
  };
}
