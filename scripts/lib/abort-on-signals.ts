import { onEndSignal } from '../../src-main/platform/end-signals.ts';

/** Aborted by the first signal that would end this process, which says so and lets the work end what it started. */
export function abortOnSignals(print: (line: string) => void): AbortController {
  const stop = new AbortController();
  onEndSignal((signal) => {
    if (!stop.signal.aborted) print(`\n${signal}: ending what was started ...`);
    stop.abort();
  });
  return stop;
}
