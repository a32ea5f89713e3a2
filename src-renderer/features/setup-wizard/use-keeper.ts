import { useRef, useState } from 'react';

/** Sends values in order: one request at a time, and of those that wait only the newest. */
export function useKeeper<T>(send: (value: T) => Promise<unknown>): {
  readonly keep: (value: T) => void;
  /** Why the last one could not be sent; null when all is well. */
  readonly error: unknown;
} {
  const [error, setError] = useState<unknown>(null);
  const waiting = useRef<{ readonly value: T } | null>(null);
  const isBusy = useRef(false);

  async function work(): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      for (let next = waiting.current; next !== null; next = waiting.current) {
        waiting.current = null;
        await send(next.value);
      }
      setError(null);
    } catch (failure) {
      setError(failure);
    } finally {
      isBusy.current = false;
    }
  }
  return {
    keep: (value) => {
      waiting.current = { value };
      work().catch(setError);
    },
    error,
  };
}
