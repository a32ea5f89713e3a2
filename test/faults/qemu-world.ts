import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HypervisorDriver } from '../../src-main/hypervisors/driver.ts';
import { controlSocketPath } from '../../src-main/hypervisors/qemu/files.ts';
import { createQemuDriver, isQemuFile } from '../../src-main/hypervisors/qemu/index.ts';
import { withQmp } from '../../src-main/hypervisors/qemu/qmp.ts';
import { createImageService } from '../../src-main/images/image-service.ts';
import type { LabDeps } from '../../src-main/labs/context.ts';
import { createLabStore } from '../../src-main/labs/lab-store.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { ensureRuntimeDir } from '../../src-main/platform/runtime-dir.ts';
import { systemClock, type Clock } from '../../src-main/platform/clock.ts';
import type { CommandRunner, ProcessTable } from '../../src-main/process/command.ts';
import { createProcessTable } from '../../src-main/process/process-table.ts';
import { createCommandRunner } from '../../src-main/process/runner.ts';
import { createForecastStore } from '../../src-main/store/forecast-store.ts';
import { createPaths } from '../../src-main/store/file-names.ts';
import { killHard } from '../../scripts/soak/processes.ts';
import { startNeighbour, type Neighbour } from '../../scripts/soak/neighbour.ts';
import { roomyHost } from '../fakes/fake-core.ts';
import { fakeSurvey } from '../fakes/fake-trial.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { clockOf, composeApp } from './compose-app.ts';
import { createCountingGuests } from './counting-guests.ts';
import { makeCountingLabGuest } from './counting-lab-guest.ts';
import { faultIds } from './faults.ts';
import { installFileLayer } from './file-layer.ts';
import { createFileLayer, type FileLayer } from './file-points.ts';
import { createHurriedClock } from './hurried-clock.ts';
import { createInjector, type Injector } from './injector.ts';
import { findQemus, findVms, hasWork, readQemuLedger, work, type QemuPlaces } from './qemu-ledger.ts';
import { jump, withGuestFaults } from './struck-calls.ts';
import { installStruckControl } from './struck-control.ts';
import { withProgramFaults } from './struck-programs.ts';
import { placeUsersFiles } from './users-things.ts';
import type { App, World } from './world.ts';

/** Times as fast as the computer's: waits of minutes end soon, and what really takes long still is in time. */
const speed = 2;
const random = {
  hex: (bytes: number): string => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
};
/** Forwards of real VMs are real: each world keeps to ports of its own, beside labs that run on this computer. */
const firstPort = 3000 + (process.pid % 500) * 20;
const busyPorts = Array.from({ length: firstPort - 2000 }, (_, index) => 2000 + index);
/** States of the world in which no base was prepared. */
const withoutBase: readonly string[] = ['empty', 'image'];

/** Labs of guests that count, on real QEMU below `rootDir`, whose path has to be short. */
export async function createQemuWorld(rootDir: string): Promise<World> {
  installFileLayer();
  const dataDir = join(rootDir, 'data');
  const places: QemuPlaces = { rootDir, dataDir, runtimeDir: join(rootDir, 'run') };
  const imagePath = join(rootDir, 'guest.qcow2');
  const preparedDir = join(rootDir, 'prepared');
  await mkdir(rootDir, { recursive: true });
  await makeCountingLabGuest(imagePath);
  const neighbour = await startNeighbour(join(rootDir, 'neighbour'), 'pi-200');
  const control = installStruckControl(dataDir);
  const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
  let clock = createHurriedClock(speed);
  let layer: FileLayer | null = null;
  let processes: ProcessTable = createProcessTable({ platformId: 'linux', runner, clock: systemClock });
  const truth = processes;

  function open(injector: Injector): App {
    control.letGo();
    processes = tableOfApp(truth);
    layer = createFileLayer({
      rootDir: dataDir,
      injector,
      keepDir: join(rootDir, 'keep'),
      jump: (fault) => {
        jump(clock, fault);
      },
    });
    return openApp({ places, runner, clock, processes, injector, layer });
  }
  async function endAll(): Promise<void> {
    control.letGo();
    for (const { pid } of findQemus(places)) await killHard(pid);
  }
  async function clear(): Promise<void> {
    await endAll();
    for (const dir of [dataDir, places.runtimeDir, join(rootDir, 'keep')])
      await rm(dir, { recursive: true, force: true });
    await mkdir(dataDir, { mode: 0o700 });
    clock = createHurriedClock(speed);
  }
  return {
    hypervisor: 'qemu',
    faults: faultIds.filter((fault) => fault !== 'child-killed'),
    image: `file:${imagePath}`,
    open,
    begin: async (name, prepare) => {
      await clear();
      const isPrepared = !withoutBase.includes(name) && existsSync(preparedDir);
      if (isPrepared) await cp(preparedDir, dataDir, { recursive: true, preserveTimestamps: true });
      await placeUsersFiles(rootDir);
      await prepare(open(createInjector()));
      if (name === 'base') await keepPrepared(dataDir, preparedDir);
      await workOnNodes(places);
    },
    loseUnsynced: async (chance) => {
      await endAll();
      layer?.unsynced.lose(chance);
      // The folder of a user's sockets lies in memory.
      await rm(places.runtimeDir, { recursive: true, force: true });
    },
    ledger: () => readQemuLedger(places, processes, () => describeNeighbour(neighbour)),
    end: async () => {
      await endAll();
      await neighbour.end();
      await rm(rootDir, { recursive: true, force: true });
    },
  };
}

async function keepPrepared(dataDir: string, preparedDir: string): Promise<void> {
  for (const part of ['images', 'bases'])
    await cp(join(dataDir, part), join(preparedDir, part), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !path.endsWith('/clones'),
    });
}

async function describeNeighbour({ differences }: Neighbour): Promise<readonly string[]> {
  const found = await differences();
  return found.length === 0 ? ["the user's own VM runs as before"] : found;
}

let apps = 0;

/** Apps of one process that end are gone for each other, as if each had been a process. */
function tableOfApp(truth: ProcessTable): ProcessTable {
  apps += 1;
  const own = `app ${String(apps)}`;
  return {
    identify: (pid) => (pid === process.pid ? Promise.resolve({ pid, startTime: own }) : truth.identify(pid)),
    isAlive: (identity) =>
      identity.startTime.startsWith('app ') ? Promise.resolve(identity.startTime === own) : truth.isAlive(identity),
    end: (identity, graceMs) => truth.end(identity, graceMs),
  };
}

interface OpenParts {
  readonly places: QemuPlaces;
  readonly runner: CommandRunner;
  readonly clock: FakeClock;
  readonly processes: ProcessTable;
  readonly injector: Injector;
  readonly layer: FileLayer;
}

function openDriver({ places, processes }: OpenParts, runner: CommandRunner, clock: Clock): HypervisorDriver {
  const { runtimeDir } = places;
  return createQemuDriver({
    runner,
    processes,
    clock,
    logger: silentLogger,
    platform: { id: 'linux', architecture: 'amd64', runtimeDir },
    prepareRuntimeDir: () => ensureRuntimeDir(runtimeDir, process.getuid?.() ?? -1),
    programs: { system: 'qemu-system-x86_64', img: 'qemu-img' },
    accelerator: 'tcg',
    version: { major: 7, minor: 2 },
    firmware: null,
  });
}

function openApp(parts: OpenParts): App {
  const { places, clock, processes, injector, layer } = parts;
  const paths = createPaths(places.dataDir);
  const ownClock = clockOf(clock, injector);
  const runner = withProgramFaults(parts.runner, { injector, clock });
  const driver = openDriver(parts, runner, ownClock);
  const platform = { id: 'linux', architecture: 'amd64', isRoot: false, env: {} } as const;
  const proxy = { http: null, https: null, no: [] };
  const images = createImageService({ paths, runner, processes, clock: ownClock, platform: { ...platform, proxy } });
  const running = (): readonly string[] => findQemus(places).map(({ dir }) => dir.split('/').at(-1) ?? '');
  const guests = createCountingGuests({ clock: ownClock, running });
  const deps: LabDeps = {
    paths,
    store: createLabStore(paths),
    drivers: { driver: () => Promise.resolve(driver) },
    images,
    guests: withGuestFaults(guests, { injector, clock }),
    isVmFile: isQemuFile,
    host: {
      readFacts: () => Promise.resolve({ ...roomyHost, busyPorts, choice: fakeSurvey(roomyHost, [], []).choice }),
      readCpuCores: () => roomyHost.cpuCores,
      readAvailableMemoryMiB: () => roomyHost.memoryAvailableMiB,
      readBootTimeMs: () => 0,
      readTotalMemoryMiB: () => roomyHost.memoryTotalMiB,
      readFreeDiskBytes: () => roomyHost.diskFreeBytes,
    },
    processes,
    clock: ownClock,
    random,
    logger: silentLogger,
    timings: { stopGraceMs: 60_000, pollMs: 500 },
    forecasts: createForecastStore(paths.forecastFile, silentLogger),
  };
  return composeApp({ deps, images, driver: openDriver(parts, parts.runner, clock), layer });
}

/** What must never be lost: each node has something of its own on its disk. */
async function workOnNodes(places: QemuPlaces): Promise<void> {
  const command = `write -P ${work.pattern} ${work.at} ${work.bytes}`;
  for (const { dir, record } of await findVms(places.dataDir)) {
    if (record.clone === null) continue;
    const qemu = findQemus(places).find((found) => found.dir === dir);
    const disk = join(dir, 'disk.qcow2');
    if (qemu === undefined) execFileSync('qemu-io', ['-f', 'qcow2', '-c', command, disk], { stdio: 'ignore' });
    else await workInside(places, record.vmId, command);
    if (!hasWork(disk)) throw new Error(`the work of the user is not on the disk of ${record.name}`);
  }
}

/** The disk is the first device that the driver names. */
const diskDevice = '/machine/peripheral-anon/device[0]/virtio-backend';

/** QEMU's own tool for disks, in the process that has the disk open. */
async function workInside({ runtimeDir }: QemuPlaces, vmId: string, command: string): Promise<void> {
  const address = { kind: 'unix', path: controlSocketPath(runtimeDir, vmId) } as const;
  const call = { signal: new AbortController().signal, timeoutMs: 30_000 };
  await withQmp(address, { clock: systemClock, ...call }, async (client) => {
    for (const one of [command, 'flush']) {
      const line = `qemu-io -d ${diskDevice} "${one}"`;
      const said = await client.execute('human-monitor-command', { 'command-line': line }, call);
      if (/error|fail/i.test(String(said))) throw new Error(`the work of the user was not written: ${String(said)}`);
    }
  });
}
