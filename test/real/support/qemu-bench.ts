import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import type {
  CallOptions,
  HypervisorDriver,
  LabNetwork,
  NodeDefinition,
  SealedBase,
  VmRef,
} from '../../../src-main/hypervisors/driver.ts';
import { readCount, writeCountingGuest } from './counting-guest.ts';
import type { Count } from './counting-guest.ts';
import { createQemuPlace } from './qemu-control.ts';
import type { QemuPlace } from './qemu-control.ts';

const diskBytes = 64 * 1024 ** 2;

/** A lab of guests that count, in a place of its own that is gone after the test. */
export interface QemuBench {
  readonly place: QemuPlace;
  readonly driver: HypervisorDriver;
  readonly call: CallOptions;
  readonly network: LabNetwork;
  readonly base: SealedBase;
  createNode(name: string, changes?: Partial<NodeDefinition>): Promise<VmRef>;
  /** Makes a node, brings up the network and starts it; resolves when the guest counts. */
  startNode(name: string, changes?: Partial<NodeDefinition>): Promise<VmRef>;
  start(ref: VmRef): Promise<void>;
  stateOf(ref: VmRef): Promise<string>;
  countOf(ref: VmRef): Promise<Count>;
  /** Resolves when the guest has counted on from where it is. */
  counting(ref: VmRef): Promise<void>;
  /** Pid in the note of a VM or network. */
  pidOf(dir: string): Promise<number>;
}

function randomMac(): string {
  return ['52:54:00', ...(randomBytes(3).toString('hex').match(/../g) ?? [])].join(':');
}

function serialLogOf(ref: VmRef): string {
  return path.join(ref.dir, 'serial.log');
}

/** Looks until `condition` holds; fails after a minute, which is much on an idle computer and little on a busy one. */
export async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Makes the place, a sealed base of a guest (default: the counting one), and an empty network. */
export async function createQemuBench(
  writeGuest = (imagePath: string): Promise<void> => writeCountingGuest(imagePath, 1024 ** 2),
): Promise<QemuBench> {
  const place = await createQemuPlace();
  const driver = place.createDriver();
  const call = { signal: new AbortController().signal };
  const members: VmRef[] = [];
  const network = { name: 'bigdata', dir: path.join(place.rootDir, 'network'), members };
  const newRef = (name: string): VmRef => ({
    vmId: vmIdSchema.parse(randomUUID()),
    name,
    dir: path.join(place.rootDir, name),
  });
  const baseRef = newRef('base');
  onTestFinished(async () => {
    for (const ref of [...members, baseRef]) {
      await driver.forceStop(ref, call);
      await driver.deleteVm(ref, call);
    }
    await driver.releaseNetwork(network, call);
    await place.dispose();
  });
  await mkdir(place.rootDir);
  const imagePath = path.join(place.rootDir, 'guest.img');
  const seedPath = path.join(place.rootDir, 'seed.iso');
  await writeGuest(imagePath);
  await writeFile(seedPath, Buffer.alloc(64 * 1024));
  const machine = { architecture: 'amd64', cpus: 1, memoryMiB: 128, diskBytes, seedPath } as const;
  await driver.createBase(
    {
      ref: baseRef,
      ...machine,
      source: { kind: 'disk-image', imagePath },
      natMac: randomMac(),
      serialLogPath: serialLogOf(baseRef),
    },
    call,
  );
  const base = await driver.sealBase(baseRef, call);

  async function createNode(name: string, changes: Partial<NodeDefinition> = {}): Promise<VmRef> {
    const ref = changes.ref ?? newRef(name);
    members.push(ref);
    const macs = { natMac: randomMac(), labMac: randomMac() };
    const home = { group: 'Lab', networkName: network.name, networkDir: network.dir, serialLogPath: serialLogOf(ref) };
    const sshPort = await place.freePort();
    await driver.createNode(
      { ref, base, ...machine, ...macs, ...home, sshPort, sharedDiskPaths: [], ...changes },
      call,
    );
    return ref;
  }

  async function start(ref: VmRef): Promise<void> {
    await driver.ensureNetwork(network, call);
    await driver.start(ref, call);
  }

  const countOf = (ref: VmRef): Promise<Count> => readCount(serialLogOf(ref));

  async function counting(ref: VmRef): Promise<void> {
    const sizeOf = async (): Promise<number> => (await readFile(serialLogOf(ref), 'latin1').catch(() => '')).length;
    const before = await sizeOf();
    await eventually(async () => (await sizeOf()) > before + 3);
  }

  return {
    place,
    driver,
    call,
    network,
    base,
    createNode,
    startNode: async (name, changes) => {
      const ref = await createNode(name, changes);
      await start(ref);
      await counting(ref);
      return ref;
    },
    start,
    stateOf: async (ref) => (await driver.inspect(ref, call)).state,
    countOf,
    counting,
    pidOf: async (dir) => {
      const note: unknown = JSON.parse(await readFile(path.join(dir, 'pid.json'), 'utf8'));
      if (typeof note !== 'object' || note === null || !('pid' in note)) throw new Error('no pid');
      return Number(note.pid);
    },
  };
}
