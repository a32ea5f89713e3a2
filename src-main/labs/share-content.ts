import { CancelledError } from '../domain/failure.ts';

/** One stream for several readers who all go at the pace of the slowest: no more than one piece is held. */
export interface SharedContent {
  /** The content for reader number `index`, to be read once. Who stops early, or never begins, is to `leave`. */
  readonly reader: (index: number) => AsyncIterable<Uint8Array>;
  /** The others go on without this one; what it waits for right now rejects with `CancelledError`. */
  readonly leave: (index: number) => void;
}

interface Waiting {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void;
  readonly reject: (error: Error) => void;
}

/** Reads `source` once for `count` readers; it is given up when all of them have left. */
export function shareContent(source: AsyncIterable<Uint8Array>, count: number): SharedContent {
  const iterator = source[Symbol.asyncIterator]();
  const present = new Set(Array.from({ length: count }, (_, index) => index));
  const waiting = new Map<number, Waiting>();
  let isReading = false;

  function settle(tell: (reader: Waiting) => void): void {
    const readers = [...waiting.values()];
    waiting.clear();
    for (const reader of readers) tell(reader);
  }
  function readWhenAllWait(): void {
    if (isReading || waiting.size === 0 || waiting.size < present.size) return;
    isReading = true;
    iterator.next().then(
      ({ done, value }) => {
        isReading = false;
        settle(({ resolve }) => resolve(done === true ? { done: true, value: undefined } : { done: false, value }));
      },
      (error: unknown) => {
        isReading = false;
        settle(({ reject }) => reject(error instanceof Error ? error : new Error(String(error))));
      },
    );
  }
  function leave(index: number): void {
    if (!present.delete(index)) return;
    waiting.get(index)?.reject(new CancelledError());
    waiting.delete(index);
    if (present.size === 0) iterator.return?.().catch(() => undefined);
    else readWhenAllWait();
  }
  return {
    reader: (index) => ({
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise<IteratorResult<Uint8Array, undefined>>((resolve, reject) => {
            waiting.set(index, { resolve, reject });
            readWhenAllWait();
          }),
        return: () => {
          leave(index);
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    }),
    leave,
  };
}
