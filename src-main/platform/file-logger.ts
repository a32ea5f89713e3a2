import { pino, stdSerializers, stdTimeFunctions } from 'pino';

import type { Logger } from './logger.ts';
import { createRotatingFile } from './rotating-file.ts';

const maxLogBytes = 5 * 1024 * 1024;

/** A logger with a file that can be let go. */
export interface FileLogger extends Logger {
  readonly close: () => void;
}

/**
 * Logs JSON lines to a file of this user alone (mode 0600), each written at once; at 5 MB a new one is begun and the one before
 * kept as `<path>.1`. The file is created with the first line. Several processes may share it.
 */
export function createFileLogger(path: string, level: 'debug' | 'info' = 'debug'): FileLogger {
  const file = createRotatingFile(path, maxLogBytes);
  const serializers = { error: stdSerializers.err, cause: stdSerializers.err };
  const options = { level, base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime, serializers };
  const log = pino(options, { write: file.write });
  return {
    debug: (fields, message) => {
      log.debug(fields, message);
    },
    info: (fields, message) => {
      log.info(fields, message);
    },
    warn: (fields, message) => {
      log.warn(fields, message);
    },
    error: (fields, message) => {
      log.error(fields, message);
    },
    close: file.close,
  };
}
