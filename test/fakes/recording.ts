import type { ApiHandlers } from '../../src-main/contract/methods.ts';
import type { Logger } from '../../src-main/platform/logger.ts';

/** Notes the methods that are called: what refused messages must not add to. */
export function recordCalls(api: ApiHandlers, effects: string[]): ApiHandlers {
  return new Proxy(api, {
    get: (target, method, receiver) => {
      const handler: unknown = Reflect.get(target, method, receiver);
      if (typeof handler !== 'function') return handler;
      return (...args: readonly unknown[]): unknown => {
        effects.push(String(method));
        return Reflect.apply(handler, target, args);
      };
    },
  });
}

/** Keeps every line that is logged. */
export function createRecordingLogger(lines: string[]): Logger {
  const log: Logger['info'] = (fields, message) => lines.push(JSON.stringify({ ...fields, message }));
  return { debug: log, info: log, warn: log, error: log };
}
