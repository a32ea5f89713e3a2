import type { ScreenMethodName } from '../../src-main/contract/app-methods.ts';

/** After so long a user wonders whether anything happens at all. */
const patienceMs = 6000;

/** What may take its time on a healthy computer, and says so where it is shown. */
const slowByNature: readonly ScreenMethodName[] = ['host.check', 'images.probe', 'images.fetch', 'images.browse'];

/** Knows whether an answer is late; a small store for `useSyncExternalStore`. */
export interface Patience {
  /** Answers as the work does. */
  readonly watch: <T>(method: ScreenMethodName, work: Promise<T>) => Promise<T>;
  readonly isLate: () => boolean;
  readonly subscribe: (onChange: () => void) => () => void;
}

/** Watches how long answers take. */
export function createPatience(): Patience {
  const late = new Set<object>();
  const listeners = new Set<() => void>();
  function tell(): void {
    for (const listener of listeners) listener();
  }
  return {
    watch: async (method, work) => {
      if (slowByNature.includes(method)) return work;
      const call = {};
      const timer = setTimeout(() => {
        late.add(call);
        tell();
      }, patienceMs);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
        if (late.delete(call)) tell();
      }
    },
    isLate: () => late.size > 0,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
