import { createOutputLog } from './output-log.ts';
import type { Pty, PtyEnd } from './pty.ts';
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

/** Does work once the event loop has handled what has arrived; joins small pieces of output to larger ones. */
export type Defer = (work: () => void) => void;

/** The output of one program on its way to the screen that shows it. */
export interface OutputFlow {
  readonly append: (bytes: Uint8Array) => void;
  /** Nothing is appended any more. */
  readonly finish: (end: PtyEnd) => void;
  /** From now on output goes to this channel, once it was greeted; null: to nobody, and it is kept. */
  readonly showOn: (channel: TerminalChannel | null) => void;
  /** The screen has `received` bytes and wants what comes after them. Only the first greeting counts. */
  readonly greet: (received: number) => void;
  /** So many more bytes are on the screen. */
  readonly acknowledge: (bytes: number) => void;
  /** Drops all that comes, so that the program is not kept from ending. */
  readonly discard: () => void;
}

interface Screen {
  readonly channel: TerminalChannel;
  /** Number of the byte that goes to it next; null before it was greeted. */
  readonly sent: number | null;
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
  { limits = defaultLimits, defer = setImmediate }: { readonly limits?: TerminalLimits; readonly defer?: Defer } = {},
): OutputFlow {
  const log = createOutputLog(limits.keep);
  let screen: Screen | null = null;
  /** Number of the first byte that no screen has acknowledged. */
  let seen = 0;
  let end: PtyEnd | null = null;
  let isDiscarding = false;
  let isFlushing = false;
  const valve = createValve(pty);

  function regulate(): void {
    const unseen = isDiscarding ? 0 : log.end() - seen;
    if (screen === null) valve.set(unseen, limits.keep, limits.keep / 2);
    else valve.set(unseen, limits.highWater, limits.lowWater);
  }
  function flush(): void {
    isFlushing = false;
    const sent = screen?.sent ?? null;
    if (screen === null || sent === null) return;
    screen = { ...screen, sent: log.end() };
    if (sent < log.end()) screen.channel.bytes(log.read(sent));
    if (end !== null) screen.channel.notice({ type: 'exit', exitCode: end.signal === null ? end.exitCode : null });
  }
  return {
    append: (bytes) => {
      if (isDiscarding) return;
      log.append(bytes);
      regulate();
      if (isFlushing) return;
      isFlushing = true;
      defer(flush);
    },
    finish: (how) => {
      end = how;
      flush();
    },
    showOn: (channel) => {
      screen = channel === null ? null : { channel, sent: null };
      regulate();
    },
    greet: (received) => {
      if (screen?.sent !== null) return;
      seen = log.resumeFrom(received);
      screen = { ...screen, sent: seen };
      screen.channel.notice({ type: 'replay', from: seen });
      flush();
      regulate();
    },
    acknowledge: (bytes) => {
      seen = Math.min(seen + bytes, screen?.sent ?? seen);
      log.trim(seen);
      regulate();
    },
    discard: () => {
      isDiscarding = true;
      screen = null;
      regulate();
    },
  };
}
