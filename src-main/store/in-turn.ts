import { resolve } from 'node:path';

const lastByPath = new Map<string, Promise<unknown>>();

/** Runs pieces of work on one file one after another, in the order asked; a failed one does not stop the next. */
export function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const before = lastByPath.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  lastByPath.set(key, mine);
  return mine.finally(() => {
    if (lastByPath.get(key) === mine) lastByPath.delete(key);
  });
}
