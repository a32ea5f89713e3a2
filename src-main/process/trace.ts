import { AsyncLocalStorage } from 'node:async_hooks';

/** A command that ran, as a person may read it. */
export interface TracedCommand {
  /** Line for a POSIX shell, secrets replaced. */
  readonly line: string;
  /** `null` when it was ended by a signal, never started, or was started to outlive this app. */
  readonly exitCode: number | null;
  readonly durationMs: number;
}

/** Receives each command when it ended, in the order in which they end. Must not throw. */
export type CommandSink = (command: TracedCommand) => void;

const currentSinks = new AsyncLocalStorage<readonly CommandSink[]>();

/**
 * Runs `work` and gives `sink` every command the runner starts in it, however deep, failed ones too. Work that runs at the same
 * time elsewhere does not mix in; an outer trace sees the commands of an inner one.
 */
export function traceCommands<T>(sink: CommandSink, work: () => Promise<T>): Promise<T> {
  return currentSinks.run([...(currentSinks.getStore() ?? []), sink], work);
}

/** Keeps this app's own questions to the system (`ps`) out of what the user reads. */
export function untraced<T>(work: () => Promise<T>): Promise<T> {
  return currentSinks.run([], work);
}

/** For runners alone: tells the traces around the current call. */
export function recordCommand(command: TracedCommand): void {
  for (const sink of currentSinks.getStore() ?? []) sink(command);
}
