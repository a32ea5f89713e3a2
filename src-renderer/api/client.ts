import type { ScreenMethodName, ScreenRequestOf, ScreenResponseOf } from '../../src-main/contract/app-methods.ts';
import type { TransferReceipt } from '../../src-main/contract/file-views.ts';
import { parseAnswer, parseReceipt } from './parse-answer.ts';
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
  /** Announces a file and sends it; answers when it is on the nodes, or how far it came. Throws as `call` does. */
  readonly sendFile: (sending: FileSending) => Promise<TransferReceipt>;
}

/** A file and who gets it. */
export interface FileSending {
  readonly lab: string;
  readonly nodes: readonly string[];
  readonly file: File;
  readonly signal: AbortSignal;
}

/** The typed side of a transport; `patience` hears of every call, and not of files, which take as long as they take. */
export function createClient(
  transport: Pick<Transport, 'request' | 'upload'>,
  patience: Pick<Patience, 'watch'>,
): Client {
  const call: Client['call'] = async (method, request, signal) =>
    parseAnswer(method, await patience.watch(method, transport.request(method, request, signal)));
  return {
    call,
    sendFile: async ({ lab, nodes, file, signal }) => {
      const request = { lab, nodes: [...nodes], name: file.name, sizeBytes: file.size };
      const { transferId } = await call('files.begin', request, signal);
      return parseReceipt(await transport.upload(transferId, file, { signal }));
    },
  };
}
