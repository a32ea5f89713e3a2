import type { ScreenMethodName, ScreenRequestOf, ScreenResponseOf } from '../../src-main/contract/app-methods.ts';
import { parseAnswer } from './parse-answer.ts';
import type { Patience } from './patience.ts';
import type { Transport } from './transport.ts';

/** The contract as functions. */
export interface Client {
  /** Throws `ApiFailure`, `ConnectionLostError` or `RefusedError`. A method that starts something long answers when it runs. */
  readonly call: <M extends ScreenMethodName>(
    method: M,
    request: ScreenRequestOf<M>,
    signal?: AbortSignal,
  ) => Promise<ScreenResponseOf<M>>;
}

/** The typed side of a transport; `patience` hears of every call. */
export function createClient(transport: Pick<Transport, 'request'>, patience: Pick<Patience, 'watch'>): Client {
  return {
    call: async (method, request, signal) =>
      parseAnswer(method, await patience.watch(method, transport.request(method, request, signal))),
  };
}
