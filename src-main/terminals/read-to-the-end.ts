import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';

/** How long nothing must come before what a program left behind counts as read. */
const quietMs = 100;

/** Tells `readToTheEnd` that reading began again. */
export interface ReadingState {
  readonly onResume: () => void;
}

/**
 * Sees to it that what an ended program has written is read, however long the reader pauses.
 *
 * node-pty 1.1 destroys its stream 200 ms after the program ended, read or not (`unixTerminal.js`, DESTROY_SOCKET_TIMEOUT_MS),
 * and with it up to 64 KiB that the system still holds. It does so because the stream does not always end by itself: on macOS it
 * may not, and nowhere while a program that was left in the background holds the terminal. So that destruction is put off until
 * the stream is being read and nothing comes any more.
 */
export function readToTheEnd(socket: Readable, clock: Clock): ReadingState {
  const destroy = socket.destroy.bind(socket);
  let isQuiet = false;
  let isWaiting = false;
  function stir(): void {
    isQuiet = false;
  }
  async function destroyWhenRead(): Promise<void> {
    while (!isQuiet && !socket.destroyed) {
      isQuiet = true;
      await clock.sleep(quietMs);
      // A timer may be late, and then it comes before what has arrived meanwhile is read.
      await nextTurn();
      if (socket.isPaused()) stir();
    }
    destroy();
  }
  socket.on('data', stir);
  socket.destroy = (error) => {
    if (error !== undefined || socket.readableEnded) return destroy(error);
    if (isWaiting) return socket;
    isWaiting = true;
    destroyWhenRead().catch((failure: unknown) => destroy(failure instanceof Error ? failure : undefined));
    return socket;
  };
  return { onResume: stir };
}
