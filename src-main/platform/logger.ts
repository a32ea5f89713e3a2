/** Plain values of a log line. Never secrets. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What a caller needs in order to log; `message` is a short English fragment. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

function ignore(): void {
  // A silent logger has nothing to do.
}

/** A logger that keeps nothing. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
