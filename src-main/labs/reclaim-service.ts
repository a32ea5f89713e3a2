import type { ReclaimItem } from '../contract/reclaim-views.ts';
import type { ApiHandlers, CallContext } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema, labIdSchema, operationIdSchema } from '../domain/ids.ts';
import type { OperationInfo, TextRef } from '../domain/operation.ts';
import { uuidFromHex } from '../domain/plan-nodes.ts';
import { withNeeds } from '../domain/reclaim.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import type { ImageService } from '../images/image-service.ts';
import { runOperation } from '../operations/runner.ts';
import type { Step, StepContext } from '../operations/step.ts';
import { withLock } from '../store/lock.ts';
import { createLabSession, nodeRef, type LabDeps, type LabSession } from './context.ts';
import { endpointFor } from './credentials.ts';
import { removeUnusedBase } from './image-handlers.ts';
import { plannedNode } from './planned-node.ts';
import { findReclaimable } from './reclaim-items.ts';

/** How those take something away who look after it. */
export interface ReclaimParts {
  readonly images: Pick<ImageService, 'list' | 'remove'>;
  readonly emptyTrash: ApiHandlers['trash.empty'];
  readonly tidy: ApiHandlers['data.tidy'];
}

/** A disk that was never trimmed takes its time. */
const discardMs = 10 * 60_000;

/** Giving room back: what could be done and what it gives, and doing what was chosen of it. */
export function createReclaimHandlers(
  deps: LabDeps,
  parts: ReclaimParts,
): Pick<ApiHandlers, 'reclaim.preview' | 'reclaim.run'> {
  return {
    'reclaim.preview': async (_request, { signal }) => ({
      items: [...(await findReclaimable(deps, parts.images, signal))],
    }),
    // Looked at anew: what is gone, or used since, is not among it any more.
    'reclaim.run': async ({ ids }, options) => {
      const items = withNeeds(await findReclaimable(deps, parts.images, options.signal), ids);
      return reclaim(deps, { parts, items, options });
    },
  };
}

interface Reclaiming {
  readonly parts: ReclaimParts;
  readonly items: readonly ReclaimItem[];
  readonly options: CallContext;
}

async function reclaim(deps: LabDeps, { parts, items, options }: Reclaiming): Promise<OperationInfo> {
  return runOperation({
    id: operationIdSchema.parse(uuidFromHex(deps.random.hex(16))),
    kind: 'reclaim',
    target: 'reclaim',
    work: [
      {
        // One after the other, as all of it is work for the same disk; what fails keeps no other from it.
        limit: 1,
        onFailure: 'finish-others',
        branches: items.map((item) => [stepFor(deps, parts, item)]),
      },
    ],
    signal: options.signal,
    clock: deps.clock,
    // What is done stands in no lab's journal: it changes none.
    journal: () => Promise.resolve(),
    publish: options.onProgress ?? (() => undefined),
  });
}

function stepFor(deps: LabDeps, parts: ReclaimParts, item: ReclaimItem): Step {
  const { id, kind, name } = item;
  return {
    id,
    title: { key: `steps.reclaim-${kind}`, params: { name } },
    weight: kind === 'discard' || kind === 'compact' ? 20 : 3,
    run: async (context) => {
      const freedBytes = await freeOf(deps, parts, { item, context });
      context.note(freedNote(item, freedBytes));
    },
  };
}

const mibBytes = 1024 ** 2;

function freedNote({ kind, name }: ReclaimItem, freedBytes: number): TextRef {
  const bytes = Math.max(0, Math.round(freedBytes));
  const mib = Math.round(bytes / mibBytes);
  return { key: mib === 0 ? 'reclaim.freed-nothing' : `reclaim.freed-${kind}`, params: { name, mib, bytes } };
}

interface FreeStep {
  readonly item: ReclaimItem;
  readonly context: StepContext;
}

/** Takes one thing away or makes it smaller, and answers how many bytes that gave. */
async function freeOf(deps: LabDeps, parts: ReclaimParts, { item, context }: FreeStep): Promise<number> {
  const { signal } = context;
  const [, first = '', second = ''] = item.id.split(' ');
  switch (item.kind) {
    case 'discard':
    case 'compact':
      return shrink(deps, { labId: first, node: second, kind: item.kind }, signal);
    case 'part':
      return (await parts.tidy({ path: item.name }, { signal })).sizeBytes;
    case 'trash':
      return (await parts.emptyTrash({}, { signal })).freedBytes;
    case 'base': {
      const base = await deps.store.readBase(baseIdSchema.parse(first));
      return base === null ? 0 : removeUnusedBase(deps, base, signal);
    }
    case 'image':
      return (await parts.images.remove(first)) ?? 0;
  }
}

interface Shrinking {
  readonly labId: string;
  readonly node: string;
  readonly kind: 'discard' | 'compact';
}

/** Under the lab's lock: a node that starts, stops or goes meanwhile must not be met half way. */
async function shrink(deps: LabDeps, { labId, node, kind }: Shrinking, signal: AbortSignal): Promise<number> {
  const { paths, processes, clock, store, drivers } = deps;
  const id = labIdSchema.parse(labId);
  return withLock(paths.labLockFile(id), { purpose: 'reclaim', processes, clock, signal }, async () => {
    const record = await store.readLab(id);
    if (record === null) return 0;
    const session = createLabSession(deps, await drivers.driver(record.plan.hypervisor), record);
    const ref = nodeRef(deps, record.plan, plannedNode(session, node));
    const before = await usedBytes(session, ref, { wanted: kind === 'discard' ? 'running' : 'stopped', signal });
    if (before === null) return 0;
    if (kind === 'discard') await discard(session, node, signal);
    else await session.driver.compactDisk?.(ref, { signal });
    return before - ((await usedBytes(session, ref, { wanted: null, signal })) ?? before);
  });
}

/** Null when the node is not in the wanted state any more, or its hypervisor does not tell. */
async function usedBytes(
  { driver }: LabSession,
  ref: VmRef,
  { wanted, signal }: { readonly wanted: string | null; readonly signal: AbortSignal },
): Promise<number | null> {
  const { state, diskUsedBytes } = await driver.inspect(ref, { signal });
  return wanted !== null && state !== wanted ? null : (diskUsedBytes ?? null);
}

async function discard(session: LabSession, node: string, signal: AbortSignal): Promise<void> {
  const { deps, record } = session;
  const endpoint = await endpointFor(deps, record().plan, plannedNode(session, node));
  const { exitCode, stderr } = await deps.guests.run(endpoint, 'sync; sudo -n fstrim /', {
    signal,
    timeoutMs: discardMs,
  });
  if (exitCode === 0) return;
  throw new LabError('guest-command-failed', `cannot trim the disk of ${node}`, {
    params: { node, exitCode },
    evidence: stderr.trim().split('\n').slice(-5),
  });
}
