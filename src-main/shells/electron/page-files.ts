import type { z } from 'zod';
import type { desktopFilePartSchema } from '../../contract/desktop-messages.ts';
import type { Envelope } from '../../contract/envelope.ts';
import { LabError } from '../../domain/failure.ts';
import { viewOfError } from '../failure-view.ts';
import type { ScreenCore } from '../screen/screen-core.ts';

/** Files that one page sends, in parts, one part after the other. */
export interface PageFiles {
  /** Takes a part. Null: the next one may come, as this one is on its way to the nodes. Otherwise it is over, and this is how; never throws. */
  readonly part: (part: z.output<typeof desktopFilePartSchema>) => Promise<Envelope | null>;
  /** The page is gone: a file without its end is no file. */
  readonly end: () => void;
}

interface Upload {
  readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly receipt: Promise<Envelope>;
  readonly gone: AbortController;
}

/** A page sends one file after the other; more at once is none of ours. */
const maxUploads = 8;

/** Brings parts together to one content for each announced file. */
export function createPageFiles(core: Pick<ScreenCore, 'receiveFile' | 'words'>): PageFiles {
  const uploads = new Map<string, Upload>();

  function begin(transferId: string): Upload {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const gone = new AbortController();
    const receipt = core.receiveFile({ transferId, content: readable, signal: gone.signal });
    const upload = { writer: writable.getWriter(), receipt, gone };
    uploads.set(transferId, upload);
    return upload;
  }
  return {
    part: async ({ transferId, bytes, end }) => {
      const known = uploads.get(transferId);
      if (known === undefined && uploads.size >= maxUploads) {
        const error = new LabError('malformed-request', 'too many files at once', { params: { reason: 'wrong-type' } });
        return { ok: false, error: viewOfError(error, core.words()) };
      }
      const upload = known ?? begin(transferId);
      const answer = await pass(upload, bytes, end);
      if (answer !== null) uploads.delete(transferId);
      return answer;
    },
    end: () => {
      for (const { gone } of uploads.values()) gone.abort();
      uploads.clear();
    },
  };
}

async function pass(upload: Upload, bytes: Uint8Array, end: 'more' | 'last' | 'dropped'): Promise<Envelope | null> {
  const { writer, receipt, gone } = upload;
  if (end === 'dropped') {
    gone.abort();
    return receipt;
  }
  // Where the content is not read to its end, writing fails or never ends; the receipt says why.
  const taken = writer.write(bytes).then(
    () => null,
    () => receipt,
  );
  const answer = await Promise.race([taken, receipt]);
  if (answer !== null || end === 'more') return answer;
  writer.close().catch(() => undefined);
  return receipt;
}
