const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Signals that end a program. */
export type EndSignal = (typeof endSignals)[number];

/** Calls back for every signal that would end this process, which it does not any more; answers how to stop that. */
export function onEndSignal(listener: (signal: EndSignal) => void): () => void {
  for (const signal of endSignals) process.on(signal, listener);
  return () => {
    for (const signal of endSignals) process.off(signal, listener);
  };
}
