import { isCancelled } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Pty } from './pty.ts';

/** A way into the serial port of a node. */
export interface WayIn {
  readonly write: (bytes: Uint8Array) => void;
  readonly close: () => void;
}

/** Opens it; rejects while the node is off. */
export type OpenWayIn = () => Promise<WayIn>;

/** After so long without a key the way is left to others: a serial port hears one person at a time. */
const idleMs = 10_000;

/**
 * `pty` with a keyboard: what is typed goes to the node. The way in is opened with the first key, and again after a pause. What
 * is typed while there is none (the node is off) is lost, as at any machine without power.
 */
export function typeInto(pty: Pty, open: OpenWayIn, { clock, logger }: { clock: Clock; logger: Logger }): Pty {
  let way: Promise<WayIn | null> | null = null;
  let nap: AbortController | null = null;

  async function openOrTell(): Promise<WayIn | null> {
    try {
      return await open();
    } catch (error) {
      logger.warn({ error }, 'what was typed on a console reached nobody');
      return null;
    }
  }
  function lost(error: unknown): void {
    logger.error({ error }, 'the way into a console broke');
  }
  function leave(): void {
    nap?.abort();
    nap = null;
    const left = way;
    way = null;
    left?.then((opened) => opened?.close(), lost);
  }
  function leaveLater(): void {
    nap?.abort();
    nap = new AbortController();
    clock.sleep(idleMs, nap.signal).then(leave, (error: unknown) => {
      if (!isCancelled(error)) logger.error({ error }, 'the way into a console was not left');
    });
  }
  return {
    ...pty,
    write: (bytes) => {
      way ??= openOrTell();
      leaveLater();
      way.then((opened) => {
        if (opened === null) way = null;
        else opened.write(bytes);
      }, lost);
    },
    kill: (force) => {
      leave();
      pty.kill(force);
    },
  };
}
