import type { TransferReceipt, TransferRequest } from '../contract/file-views.ts';
import type { CallContext } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { safeFileName } from '../domain/file-names.ts';
import type { OperationInfo } from '../domain/operation.ts';
import type { Step } from '../operations/step.ts';
import { uuidFrom } from '../platform/random.ts';
import type { LabDeps, LabSession } from './context.ts';
import { endpointFor } from './credentials.ts';
import { operate } from './operate.ts';
import { plannedNode } from './planned-node.ts';
import { shareContent, type SharedContent } from './share-content.ts';

/** What became of a file. */
export interface TransferResult {
  readonly operation: OperationInfo;
  readonly places: TransferReceipt['places'];
}

/** A file that was announced: its content may come now, once. */
export type Transfer = (content: AsyncIterable<Uint8Array>, options: CallContext) => Promise<TransferResult>;

/** Files from this computer to nodes. */
export interface FileTransfers {
  /** Announces a file. Throws `lab-not-found`, `node-not-found`. */
  readonly begin: (request: TransferRequest) => Promise<{ readonly transferId: string }>;
  /** Takes an announced file up; whoever comes second, or late, gets `transfer-not-known`. */
  readonly take: (transferId: string) => Transfer;
}

const patienceMs = 60_000;
/** Announced and not yet taken up; who announces more without sending anything is up to something. */
const mostAnnounced = 100;
const mibBytes = 1024 ** 2;

interface Announced {
  readonly request: TransferRequest;
  readonly untilMs: number;
}

/** Builds it. */
export function createFileTransfers(deps: LabDeps): FileTransfers {
  const announced = new Map<string, Announced>();
  return {
    begin: async (request) => {
      const { plan } = await deps.store.findLab(request.lab);
      const name = request.nodes.find((wanted) => !plan.nodes.some((node) => node.name === wanted));
      if (name !== undefined) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
      const transferId = uuidFrom(deps.random);
      announced.set(transferId, { request, untilMs: deps.clock.now() + patienceMs });
      for (const oldest of [...announced.keys()].slice(0, -mostAnnounced)) announced.delete(oldest);
      return { transferId };
    },
    take: (transferId) => {
      const found = announced.get(transferId);
      announced.delete(transferId);
      if (found === undefined || found.untilMs < deps.clock.now()) {
        throw new LabError('transfer-not-known', 'no such transfer');
      }
      return (content, options) => transfer(deps, { ...found.request, transferId, content }, options);
    },
  };
}

interface Sending extends TransferRequest {
  readonly transferId: string;
  readonly content: AsyncIterable<Uint8Array>;
}

async function transfer(deps: LabDeps, sending: Sending, options: CallContext): Promise<TransferResult> {
  const record = await deps.store.findLab(sending.lab);
  const nodes = [...new Set(sending.nodes)];
  const name = safeFileName(sending.name);
  const places = new Map<string, string>();
  const progress = new Progress(sending.sizeBytes);
  const shared = shareContent(progress.count(sending.content, { name, node: nodes.join(', ') }), nodes.length);
  const operation = await operate(
    deps,
    {
      kind: 'copy-file',
      record,
      work: (session) =>
        Promise.resolve([
          {
            limit: nodes.length,
            onFailure: 'finish-others',
            branches: nodes.map((node, index) => [
              copyStep(session, {
                node,
                index,
                name,
                partName: `.${sending.transferId}.part`,
                shared,
                places,
                progress,
              }),
            ]),
          },
        ]),
    },
    options,
  );
  return { operation, places: [...places].map(([node, path]) => ({ node, path })) };
}

interface Copy {
  readonly node: string;
  readonly index: number;
  readonly name: string;
  readonly partName: string;
  readonly shared: SharedContent;
  readonly places: Map<string, string>;
  readonly progress: Progress;
}

function copyStep(session: LabSession, copy: Copy): Step {
  const { node, index, name, partName, shared, places, progress } = copy;
  return {
    id: `node/${node}/copy-file`,
    title: { key: 'steps.node-copy-file', params: { node, name } },
    weight: 1,
    run: async ({ signal, report }) => {
      const { deps } = session;
      const stop = progress.watch((doneBytes, totalBytes) => {
        const params = { doneMiB: Math.floor(doneBytes / mibBytes), totalMiB: Math.ceil(totalBytes / mibBytes) };
        report(totalBytes === 0 ? 1 : doneBytes / totalBytes, { key: 'progress.file', params });
      });
      const leave = (): void => shared.leave(index);
      signal.addEventListener('abort', leave, { once: true });
      try {
        const endpoint = await endpointFor(deps, session.record().plan, plannedNode(session, node));
        const file = { name, partName, content: shared.reader(index) };
        places.set(node, await deps.guests.storeFile(endpoint, file, { signal }));
      } finally {
        stop();
        // However it ended: the others must not wait for this node.
        signal.removeEventListener('abort', leave);
        leave();
      }
    },
  };
}

/** Counts what has come, for those who watch; refuses what is not as long as it was said to be. */
class Progress {
  readonly #totalBytes: number;
  readonly #watchers = new Set<(doneBytes: number, totalBytes: number) => void>();

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
  }

  watch(watcher: (doneBytes: number, totalBytes: number) => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  async *count(
    content: AsyncIterable<Uint8Array>,
    params: { readonly name: string; readonly node: string },
  ): AsyncGenerator<Uint8Array> {
    let doneBytes = 0;
    for await (const bytes of content) {
      doneBytes += bytes.length;
      if (doneBytes > this.#totalBytes) break;
      for (const watcher of this.#watchers) watcher(doneBytes, this.#totalBytes);
      yield bytes;
    }
    if (doneBytes === this.#totalBytes) return;
    const evidence = [`${String(this.#totalBytes)} bytes were announced, ${String(doneBytes)} came`];
    throw new LabError('file-not-copied', 'the length is wrong', { params, evidence });
  }
}
