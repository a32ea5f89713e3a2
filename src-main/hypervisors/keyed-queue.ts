/** Work on the same key happens one after another, in the order of the calls; work on different keys side by side. */
export interface KeyedQueue {
  /** Runs `work` when everything earlier with this key has ended, well or not. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** True while work with this key runs or waits. */
  isBusy(key: string): boolean;
}

/** A queue that knows no key yet. Work must not wait for later work of its own key. */
export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();

  async function run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const earlier = tails.get(key) ?? Promise.resolve();
    // Whoever comes next waits for the end, not for the success.
    const result = earlier.then(work, work);
    tails.set(key, result);
    try {
      return await result;
    } finally {
      if (tails.get(key) === result) tails.delete(key);
    }
  }

  return { run, isBusy: (key) => tails.has(key) };
}
