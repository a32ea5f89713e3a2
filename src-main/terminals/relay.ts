import type { Pty, PtyEnd } from './pty.ts';

/** Programs in one pseudo terminal, one after the other, that look like one. */
export interface Relay extends Pty {
  /** From now on this program; the one before has ended. */
  readonly handOver: (next: Pty) => void;
  /** Null while a program runs. */
  readonly end: () => PtyEnd | null;
  /** Resolves when the program has ended that runs now. */
  readonly ended: () => Promise<void>;
}

/** Begins with a program that was just started. `onEnd` tells of the end of each. */
export function createRelay(first: Pty): Relay {
  const hears: ((bytes: Uint8Array) => void)[] = [];
  const listeners: ((end: PtyEnd) => void)[] = [];
  let current = first;
  let end: PtyEnd | null = null;
  let running = Promise.withResolvers<undefined>();
  function follow(pty: Pty): void {
    current = pty;
    pty.onOutput((bytes) => {
      for (const hear of hears) hear(bytes);
    });
    pty.onEnd((how) => {
      end = how;
      running.resolve(undefined);
      for (const listener of listeners) listener(how);
    });
  }
  follow(first);
  return {
    onOutput: (listener) => hears.push(listener),
    onEnd: (listener) => listeners.push(listener),
    write: (bytes) => current.write(bytes),
    resize: (size) => current.resize(size),
    pause: () => current.pause(),
    resume: () => current.resume(),
    kill: (force) => current.kill(force),
    handOver: (next) => {
      end = null;
      running = Promise.withResolvers();
      follow(next);
    },
    end: () => end,
    ended: () => running.promise,
  };
}
