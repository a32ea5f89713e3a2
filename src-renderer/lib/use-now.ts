import { useEffect, useState } from 'react';

const tickMs = 1000;

/** Milliseconds since 1970, each second anew while it runs; stands still otherwise. */
export function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [isTicking]);
  return now;
}
