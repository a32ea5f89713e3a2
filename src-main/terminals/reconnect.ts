import { isCancelled } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { PtyEnd } from './pty.ts';

/** A terminal that may go on with another program. */
export interface Reconnectable {
  readonly end: () => PtyEnd | null;
  /** Milliseconds since 1970; null while its program runs. */
  readonly endedAtMs: () => number | null;
  /** False once it was closed. */
  readonly isThere: () => boolean;
  /** Starts the same program again, in the same text. */
  readonly connect: () => Promise<void>;
}

/** What ssh itself ends with when it cannot reach the node, or loses it. */
const sshFailed = 255;
/** An ssh that nobody answers notices after three times `ServerAliveInterval`, which is 15 s; and then the node may still be slow. */
const watchMs = 120_000;
const lookEveryMs = 3000;
const mostTries = 3;

function wasLost({ end, endedAtMs }: Reconnectable, sinceMs: number): boolean {
  const how = end();
  return how !== null && how.signal === null && how.exitCode === sshFailed && (endedAtMs() ?? 0) >= sinceMs;
}

interface Reconnecting {
  /** Connections that were lost before are none of it. */
  readonly sinceMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Connects those terminals again whose connection a sleep of this computer has broken, or breaks in the next two minutes, each up to
 * three times. One that a person ended stays ended. Never rejects.
 */
export async function reconnectLost(terminals: readonly Reconnectable[], reconnecting: Reconnecting): Promise<void> {
  await watchLost(terminals, reconnecting).catch((error: unknown) => {
    if (!isCancelled(error)) reconnecting.logger.error({ error }, 'terminals are not connected again');
  });
}

async function watchLost(
  terminals: readonly Reconnectable[],
  { sinceMs, clock, logger, signal }: Reconnecting,
): Promise<void> {
  const untilMs = clock.now() + watchMs;
  const tries = new Map(terminals.map((terminal) => [terminal, 0]));
  for (;;) {
    for (const [terminal, count] of tries) {
      if (!terminal.isThere() || count >= mostTries) tries.delete(terminal);
      else if (wasLost(terminal, sinceMs)) {
        tries.set(terminal, count + 1);
        await terminal.connect().catch((error: unknown) => {
          if (isCancelled(error)) throw error;
          logger.warn({ error }, 'a terminal could not be connected again');
        });
      }
    }
    if (tries.size === 0 || clock.now() >= untilMs) return;
    await clock.sleep(lookEveryMs, signal);
  }
}
