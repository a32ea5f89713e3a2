import { labSpecSchema, type LabSpec } from '../../src-main/domain/lab-spec.ts';
import type { ErrorCode } from '../../src-main/domain/failure.ts';
import type { OperationInfo } from '../../src-main/domain/operation.ts';
import { nodeRef } from '../../src-main/labs/context.ts';
import type { App } from './world.ts';

export const operationNames = [
  'image',
  'base',
  'create',
  'start',
  'stop',
  'save',
  'snapshot',
  'restore',
  'reset',
  'add',
  'remove',
  'repair',
  'wake',
  'reclaim',
  'delete',
  'trash',
] as const;
export type OperationName = (typeof operationNames)[number];

/** What a case asks for, and what it was asked on. */
export interface Asked {
  readonly app: App;
  readonly image: string;
}

export interface RunAsked extends Asked {
  readonly signal: AbortSignal;
}

/** One operation of the product as the harness runs it. */
export interface FaultOperation {
  /** Name of the state it starts from: operations that share one are prepared once. */
  readonly state: string;
  /** Brings an empty world to that state. */
  readonly prepare: (asked: Asked) => Promise<void>;
  /** What it answers when it is asked for again and all of it is there; left out: it goes well again. */
  readonly refusedAgain?: ErrorCode;
  /** True: asked for again, it does more of the same. Then a user looks first. */
  readonly addsUp?: true;
  readonly run: (asked: RunAsked) => Promise<OperationInfo>;
  /** What of that which was asked for is not there or not proved; empty when all of it is. */
  readonly missing: (asked: Asked) => Promise<readonly string[]>;
  /** True: its lab runs when it is asked for. */
  readonly runsBefore?: true;
}

const labName = 'Labor';
const snapshotName = 'before';
/** Nobody cancels. */
export const quiet = { signal: new AbortController().signal };

function specOf({ image, app }: Asked, nodes: number): LabSpec {
  const input = { name: labName, hypervisor: app.driver.id, image, nodes, memoryMiB: 1024, cpus: 1, diskGiB: 4 };
  return labSpecSchema.parse(input);
}

/** Throws unless the operation went well. */
export async function well(operation: Promise<OperationInfo>): Promise<void> {
  const { state, error } = await operation;
  if (state !== 'succeeded') throw new Error(`cannot be prepared: ${state} ${JSON.stringify(error)}`);
}

async function prepareImage({ app, image }: Asked): Promise<void> {
  await well(app.api['images.fetch']({ image }, quiet));
}

async function prepareBase(asked: Asked): Promise<void> {
  await well(asked.app.api['lab.create'](specOf(asked, 1), quiet));
  await well(asked.app.api['lab.delete']({ lab: labName, purge: true }, quiet));
}

async function prepareRunning(asked: Asked): Promise<void> {
  await well(asked.app.api['lab.create'](specOf(asked, 2), quiet));
}

async function prepareStopped(asked: Asked): Promise<void> {
  await prepareRunning(asked);
  await well(asked.app.api['lab.stop']({ lab: labName }, quiet));
}

/** A lab that went on after its snapshot was taken. */
async function prepareSnapshot(asked: Asked): Promise<void> {
  await prepareRunning(asked);
  await well(asked.app.api['lab.snapshot']({ lab: labName, name: snapshotName }, quiet));
}

/** A lab of which the hypervisor has forgotten one node, and pulled the cable of the other. */
async function prepareDamaged(asked: Asked): Promise<void> {
  await prepareStopped(asked);
  const { driver, deps } = asked.app;
  const { plan } = await deps.store.findLab(labName);
  const [first, second] = plan.nodes.map((node) => nodeRef(deps, plan, node));
  if (first === undefined || second === undefined) throw new Error('a lab of two nodes is needed');
  await driver.setCable(first, 'nat', false, quiet);
  await driver.releaseVm(second, quiet);
}

/** A lab in the trash, with its base and its image below it. */
async function prepareTrashed(asked: Asked): Promise<void> {
  await prepareRunning(asked);
  await well(asked.app.api['lab.delete']({ lab: labName, purge: false }, quiet));
}

interface Expected {
  readonly names: readonly string[];
  readonly state: 'running' | 'suspended' | 'stopped';
}

/** The lab has exactly these nodes in this state; running ones have proved themselves and each other. */
async function missingNodes({ app }: Asked, { names, state }: Expected): Promise<readonly string[]> {
  const { labs, damaged } = await app.api['lab.list']({}, quiet);
  const lab = labs.find(({ name }) => name === labName);
  if (lab === undefined) return [`no lab (damaged: ${damaged.map(({ labId }) => labId).join(', ')})`];
  const found = lab.nodes.map(({ name }) => name).join(' ');
  return [
    ...(lab.state === 'incomplete' ? ['the lab is incomplete'] : []),
    ...(found === names.join(' ') ? [] : [`nodes are ${found}, not ${names.join(' ')}`]),
    ...lab.nodes.filter((node) => node.state !== state).map((node) => `${node.name} is ${node.state}, not ${state}`),
    ...lab.nodes
      .filter((node) => node.state === 'running')
      .flatMap(({ name, proof }) => {
        if (proof === null) return [`${name} has no proof`];
        const peers = proof.peers.filter(({ reachable }) => reachable).map((peer) => peer.name);
        const others = names.filter((other) => other !== name && !peers.includes(other));
        return others.map((other) => `${name} has not proved that it reaches ${other}`);
      }),
  ];
}

const two = ['pi-200', 'pi-201'] as const;

async function missingSnapshot({ app }: Asked): Promise<readonly string[]> {
  const lab = (await app.api['lab.list']({}, quiet)).labs.find(({ name }) => name === labName);
  const taken = lab?.snapshots.find(({ name }) => name === snapshotName);
  return taken?.nodes.length === 2 ? [] : ['the snapshot is not recorded for both nodes'];
}

async function missingTrash({ app }: Asked, wanted: number): Promise<readonly string[]> {
  const { labs, damaged } = await app.api['lab.list']({}, quiet);
  const trash = await app.api['trash.list']({}, quiet);
  return [
    ...(labs.length + damaged.length === 0 ? [] : ['the lab is still there']),
    ...(trash.length === wanted ? [] : [`${String(trash.length)} entries in the trash, not ${String(wanted)}`]),
  ];
}

/** Every operation, each with its start and its end. */
export const operations: Readonly<Record<OperationName, FaultOperation>> = {
  image: {
    state: 'empty',
    prepare: () => Promise.resolve(),
    run: ({ app, image, signal }) => app.api['images.fetch']({ image }, { signal }),
    missing: async ({ app, image }) => {
      const { images } = await app.api['images.list']({}, quiet);
      return images.some(({ imageId, cached }) => imageId === image && cached) ? [] : ['the image is not here'];
    },
  },
  base: {
    state: 'image',
    prepare: prepareImage,
    refusedAgain: 'lab-name-taken',
    run: (asked) => asked.app.api['lab.create'](specOf(asked, 1), { signal: asked.signal }),
    missing: async (asked) => {
      const { bases } = await asked.app.api['images.list']({}, quiet);
      const nodes = await missingNodes(asked, { names: ['pi-200'], state: 'running' });
      return bases.filter(({ sealed }) => sealed).length === 1 ? nodes : ['no sealed base', ...nodes];
    },
  },
  create: {
    state: 'base',
    prepare: prepareBase,
    refusedAgain: 'lab-name-taken',
    run: (asked) => asked.app.api['lab.create'](specOf(asked, 2), { signal: asked.signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'running' }),
  },
  start: {
    state: 'stopped',
    prepare: prepareStopped,
    run: ({ app, signal }) => app.api['lab.start']({ lab: labName }, { signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'running' }),
  },
  stop: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    run: ({ app, signal }) => app.api['lab.stop']({ lab: labName }, { signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'stopped' }),
  },
  save: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    run: ({ app, signal }) => app.api['lab.save']({ lab: labName }, { signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'suspended' }),
  },
  snapshot: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    refusedAgain: 'snapshot-name-taken',
    run: ({ app, signal }) => app.api['lab.snapshot']({ lab: labName, name: snapshotName }, { signal }),
    missing: async (asked) => [
      ...(await missingNodes(asked, { names: two, state: 'running' })),
      ...(await missingSnapshot(asked)),
    ],
  },
  restore: {
    state: 'snapshot',
    runsBefore: true,
    prepare: prepareSnapshot,
    run: ({ app, signal }) => app.api['lab.restore']({ lab: labName, name: snapshotName }, { signal }),
    missing: async (asked) => [
      ...(await missingNodes(asked, { names: two, state: 'running' })),
      ...(await missingSnapshot(asked)),
    ],
  },
  reset: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    run: ({ app, signal }) => app.api['lab.reset']({ lab: labName, node: 'pi-201' }, { signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'running' }),
  },
  add: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    addsUp: true,
    run: ({ app, signal }) => app.api['lab.add']({ lab: labName, count: 1 }, { signal }),
    missing: (asked) => missingNodes(asked, { names: [...two, 'pi-202'], state: 'running' }),
  },
  remove: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    refusedAgain: 'last-node',
    run: ({ app, signal }) => app.api['lab.remove']({ lab: labName, node: 'pi-201' }, { signal }),
    missing: (asked) => missingNodes(asked, { names: ['pi-200'], state: 'running' }),
  },
  repair: {
    state: 'damaged',
    prepare: prepareDamaged,
    run: ({ app, signal }) => app.api['lab.repair']({ lab: labName }, { signal }),
    missing: async (asked) => {
      const nodes = await missingNodes(asked, { names: two, state: 'stopped' });
      const lab = (await asked.app.api['lab.list']({}, quiet)).labs.find(({ name }) => name === labName);
      const pulled = lab?.nodes.filter(({ pulledCables }) => pulledCables?.length !== 0) ?? [];
      return [...nodes, ...pulled.map(({ name }) => `the cable of ${name} is out`)];
    },
  },
  wake: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    run: ({ app, signal }) => app.api['lab.wake']({ lab: labName }, { signal }),
    missing: (asked) => missingNodes(asked, { names: two, state: 'running' }),
  },
  reclaim: {
    state: 'trashed',
    prepare: prepareTrashed,
    run: async ({ app, signal }) => {
      const { items } = await app.api['reclaim.preview']({}, { signal });
      return app.api['reclaim.run']({ ids: items.map(({ id }) => id) }, { signal });
    },
    missing: async (asked) => {
      const { bases } = await asked.app.api['images.list']({}, quiet);
      return [...(await missingTrash(asked, 0)), ...bases.map(({ name }) => `the base ${name} is still there`)];
    },
  },
  delete: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    refusedAgain: 'lab-not-found',
    run: ({ app, signal }) => app.api['lab.delete']({ lab: labName, purge: true }, { signal }),
    missing: (asked) => missingTrash(asked, 0),
  },
  trash: {
    state: 'running',
    runsBefore: true,
    prepare: prepareRunning,
    refusedAgain: 'lab-not-found',
    run: ({ app, signal }) => app.api['lab.delete']({ lab: labName, purge: false }, { signal }),
    missing: (asked) => missingTrash(asked, 1),
  },
};
