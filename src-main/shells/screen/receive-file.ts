import { transferReceiptSchema } from '../../contract/file-views.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { isCancelled, LabError } from '../../domain/failure.ts';
import type { FileTransfers, TransferResult } from '../../labs/file-transfers.ts';
import type { Translate } from '../../locales/translate.ts';
import type { OperationRegistry } from '../../operations/registry.ts';
import type { Logger } from '../../platform/logger.ts';
import { viewOfError } from '../failure-view.ts';

/** The content of one announced file, whichever way it came. */
export interface ReceivedFile {
  /** As the screen wrote it; anything at all. */
  readonly transferId: string;
  /** Read once, no faster than the nodes take it; not read at all when it is refused. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Aborted when the screen goes away: a file without its end is no file. */
  readonly signal: AbortSignal;
}

/** Takes a file and answers when it is where it belongs, or why not; never throws. */
export type ReceiveFile = (file: ReceivedFile) => Promise<Envelope>;

export interface ReceiveParts {
  readonly files: Pick<FileTransfers, 'take'> | null;
  readonly operations: Pick<OperationRegistry, 'start' | 'list'>;
  readonly logger: Logger;
  readonly words: () => Translate;
}

/** The same for every shell: it brings the bytes, and hands the answer to its screen. */
export function createReceiveFile(parts: ReceiveParts): ReceiveFile {
  return async (file) => {
    try {
      return { ok: true, value: await receive(parts, file) };
    } catch (error) {
      if (!(error instanceof LabError) && !isCancelled(error)) parts.logger.error({ error }, 'a file was not received');
      return { ok: false, error: viewOfError(error, parts.words()) };
    }
  };
}

async function receive({ files, operations }: ReceiveParts, file: ReceivedFile): Promise<unknown> {
  if (files === null) throw new LabError('not-supported', 'no files', { params: { what: 'files' } });
  const transfer = files.take(file.transferId);
  const result = Promise.withResolvers<TransferResult>();
  const record = await operations.start(async (options) => {
    const signal = AbortSignal.any([options.signal, file.signal]);
    const running = transfer(file.content, { ...options, signal });
    running.then(result.resolve, result.reject);
    // Whether somebody waits for it or not: the registry hears of a failure by itself.
    result.promise.catch(() => undefined);
    return (await running).operation;
  });
  const { places } = await result.promise;
  const ended = operations.list().find(({ id }) => id === record.id) ?? record;
  return transferReceiptSchema.parse({ operation: ended, places });
}
