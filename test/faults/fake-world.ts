import { createHash } from 'node:crypto';
import { appendFile, cp, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { createPaths } from '../../src-main/store/file-names.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { createFakeCore } from '../fakes/fake-core.ts';
import {
  fakeDiskFileName,
  fakeVmFileName,
  readFakeNetwork,
  readFakeVm,
  writeFakeVm,
  type FakeVm,
} from '../fakes/fake-vm-store.ts';
import { makeQcow2 } from '../unit/images/disk-samples.ts';
import { clockOf, composeApp } from './compose-app.ts';
import { faultIds } from './faults.ts';
import { installFileLayer } from './file-layer.ts';
import { createFileLayer, type FileLayer } from './file-points.ts';
import { createOfferedImages } from './offered-images.ts';
import { createInjector, type Injector } from './injector.ts';
import { describeFile, heldLocks } from './ledger-lines.ts';
import { jump, withDriverFaults, withGuestFaults } from './struck-calls.ts';
import { describeUsersFiles, isUsers, placeUsersFiles } from './users-things.ts';
import { mayDiffer, type App, type Ledger, type World } from './world.ts';

const imageId = 'ubuntu-24.04';
const image = makeQcow2();
const startMs = Date.UTC(2026, 0, 1);
const dayMs = 24 * 3_600_000;

/** The fake hypervisor below `rootDir`, which has to be empty and takes nothing large. */
export function createFakeWorld(rootDir: string): World {
  installFileLayer();
  const dataDir = join(rootDir, 'data');
  const keepDir = join(rootDir, 'keep');
  const stateDir = (name: string): string => join(rootDir, 'states', name);
  const known = new Set<string>();
  let clock = createFakeClock(startMs);
  let layer: FileLayer | null = null;
  let app: App | null = null;

  function open(injector: Injector): App {
    layer = createFileLayer({
      rootDir: dataDir,
      injector,
      keepDir,
      jump: (fault) => {
        jump(clock, fault);
      },
    });
    app = openApp({ dataDir, clock, injector, layer });
    return app;
  }
  async function restore(from: string | null): Promise<void> {
    await rm(dataDir, { recursive: true, force: true });
    await rm(keepDir, { recursive: true, force: true });
    const options = { recursive: true, preserveTimestamps: true };
    if (from !== null) await cp(stateDir(from), rootDir, options);
    else await placeUsersFiles(rootDir);
  }
  return {
    hypervisor: 'qemu',
    faults: faultIds.filter((fault) => fault !== 'child-killed'),
    image: imageId,
    open,
    begin: async (name, prepare) => {
      await restore(known.has(name) ? name : null);
      // Later than all that was prepared.
      clock = createFakeClock(known.has(name) ? startMs + dayMs : startMs);
      if (known.has(name)) return;
      await prepare(open(createInjector()));
      await workOnNodes(dataDir);
      for (const part of ['data', 'user'])
        await cp(join(rootDir, part), join(stateDir(name), part), { recursive: true, preserveTimestamps: true });
      known.add(name);
    },
    loseUnsynced: async (random) => {
      layer?.unsynced.lose(random);
      for (const { dir, vm } of await findVms(dataDir))
        if (vm.power === 'on') writeFakeVm(dir, { ...vm, power: 'off', stopsAtMs: null });
    },
    ledger: () => readLedger(rootDir, dataDir, app),
    end: () => rm(rootDir, { recursive: true, force: true }),
  };
}

interface OpenParts {
  readonly dataDir: string;
  readonly clock: FakeClock;
  readonly injector: Injector;
  readonly layer: FileLayer;
}

function openApp({ dataDir, clock, injector, layer }: OpenParts): App {
  const paths = createPaths(dataDir);
  const ownClock = clockOf(clock, injector);
  const core = createFakeCore({ paths, clock: ownClock });
  const parts = { injector, clock };
  const driver = withDriverFaults(core.driver, parts);
  const images = createOfferedImages({
    paths,
    runner: {
      run: () => Promise.reject(new Error('no program is run here')),
      startDetached: () => Promise.reject(new Error('no program is run here')),
    },
    processes: core.deps.processes,
    clock: ownClock,
    imageId,
    image,
    striking: { injector, clock },
  });
  const deps = {
    ...core.deps,
    drivers: { driver: () => Promise.resolve(driver) },
    guests: withGuestFaults(core.deps.guests, parts),
    images,
  };
  return composeApp({ deps, images, driver: core.driver, layer });
}

async function listTree(dir: string): Promise<readonly string[]> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

interface PlacedVm {
  readonly dir: string;
  readonly vm: FakeVm;
}

async function findVms(dataDir: string): Promise<readonly PlacedVm[]> {
  const files = (await listTree(dataDir)).filter((path) => basename(path) === fakeVmFileName);
  const found = await Promise.all(
    files.map(async (path) => {
      const { vmId }: { readonly vmId: FakeVm['vmId'] } = JSON.parse(await readFile(path, 'utf8'));
      const reading = readFakeVm({ vmId, dir: dirname(path) });
      return reading.kind === 'found' ? [{ dir: dirname(path), vm: reading.vm }] : [];
    }),
  );
  return found.flat();
}

/** What must never be lost: each node has something of its own on its disk. */
async function workOnNodes(dataDir: string): Promise<void> {
  for (const { dir, vm } of await findVms(dataDir))
    if (vm.kind === 'node') await appendFile(join(dir, fakeDiskFileName), `work of anna on ${vm.name}\n`);
}

function describeVm({ vm }: PlacedVm): string {
  const snapshots = vm.snapshots.map(({ name, withMemory }) => `${name}${withMemory ? ' with memory' : ''}`).sort();
  const cables = vm.adapters.map(
    ({ kind, networkName, cableConnected }) => `${kind} ${String(networkName)} ${String(cableConnected)}`,
  );
  const { name, kind, phase, registered, sealed, group, cpus, memoryMiB, base } = vm;
  return JSON.stringify({
    name,
    kind,
    phase,
    registered,
    sealed,
    group,
    cpus,
    memoryMiB,
    hasBase: base !== null,
    snapshots,
    cables,
  });
}

const vmFiles: readonly string[] = [fakeVmFileName, fakeDiskFileName, 'fake-network.json'];

async function readLedger(rootDir: string, dataDir: string, app: App | null): Promise<Ledger> {
  const vms = await findVms(dataDir);
  const tree = (await listTree(dataDir).catch(() => [])).filter((path) => !isUsers(relative(rootDir, path)));
  const isLock = (path: string): boolean => path.includes('.lock');
  const networks = tree.filter((path) => basename(path) === 'fake-network.json');
  const files = tree.filter(
    (path) => !mayDiffer(relative(dataDir, path)) && !isLock(path) && !vmFiles.includes(basename(path)),
  );
  const disks = vms.map(async ({ dir, vm }) => {
    const digest = createHash('sha256')
      .update(await readFile(join(dir, fakeDiskFileName)))
      .digest('hex');
    return `${vm.name} ${digest.slice(0, 12)}`;
  });
  return {
    vms: vms.map(describeVm),
    disks: await Promise.all(disks),
    files: await Promise.all(files.map((path) => describeFile(dataDir, path))),
    ports: vms.filter(({ vm }) => vm.sshPort !== null).map(({ vm }) => `${vm.name} has a forward`),
    processes: networks.map((path) => `network ${String(readFakeNetwork(dirname(path))?.name)}`),
    locks: app === null ? [] : await heldLocks(tree.filter(isLock), app.deps.processes),
    users: await describeUsersFiles(rootDir),
  };
}
