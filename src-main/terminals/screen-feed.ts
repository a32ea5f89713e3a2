import type { OutputLog } from './output-log.ts';
import type { PtyEnd } from './pty.ts';
import type { TerminalChannel } from './terminal-service.ts';

interface Screen {
  readonly channel: TerminalChannel;
  /** Number of the byte that goes to it next; null before it was greeted. */
  readonly sent: number | null;
  readonly isToldTheEnd: boolean;
}

/** Gives what is in a log to the one screen that shows it, each byte once and in order, and the end after the last. */
export interface ScreenFeed {
  /** From now on to this channel, once it was greeted; null: to nobody. */
  readonly showOn: (channel: TerminalChannel | null) => void;
  readonly isShown: () => boolean;
  /** Begins after the `received` bytes the screen has; answers where that is, or null when it was greeted before. */
  readonly greet: (received: number) => number | null;
  /** Number of the byte that goes out next; null while nothing can. */
  readonly sent: () => number | null;
  /** Nothing is added to the log any more. */
  readonly finish: (end: PtyEnd) => void;
  /** There is more to come after all; the screen is told so where it was told the end. */
  readonly goOn: () => void;
  /** Gives what was not given yet. */
  readonly flush: () => void;
}

export function createScreenFeed(log: OutputLog): ScreenFeed {
  let screen: Screen | null = null;
  let end: PtyEnd | null = null;

  function flush(): void {
    const sent = screen?.sent ?? null;
    if (screen === null || sent === null) return;
    screen = { ...screen, sent: log.end() };
    if (sent < log.end()) screen.channel.bytes(log.read(sent));
    if (end === null || screen.isToldTheEnd) return;
    screen = { ...screen, isToldTheEnd: true };
    screen.channel.notice({ type: 'exit', exitCode: end.signal === null ? end.exitCode : null });
  }
  return {
    showOn: (channel) => {
      screen = channel === null ? null : { channel, sent: null, isToldTheEnd: false };
    },
    isShown: () => screen !== null,
    greet: (received) => {
      if (screen?.sent !== null) return null;
      const from = log.resumeFrom(received);
      screen = { ...screen, sent: from };
      screen.channel.notice({ type: 'replay', from });
      flush();
      return from;
    },
    sent: () => screen?.sent ?? null,
    finish: (how) => {
      end = how;
      flush();
    },
    goOn: () => {
      flush();
      end = null;
      if (screen?.isToldTheEnd !== true) return;
      screen = { ...screen, isToldTheEnd: false };
      screen.channel.notice({ type: 'again' });
    },
    flush,
  };
}
