import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVirtualBoxDriver, isVirtualBoxFile } from '../../src-main/hypervisors/virtualbox/index.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { createCommandRunner } from '../../src-main/process/runner.ts';
import { createPaths } from '../../src-main/store/file-names.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createFakeCore, roomyHost } from '../fakes/fake-core.ts';
import { createFakeGuests } from '../fakes/fake-guest.ts';
import { clockOf, composeApp } from './compose-app.ts';
import { faultIds } from './faults.ts';
import { installFileLayer } from './file-layer.ts';
import { createFileLayer } from './file-points.ts';
import { createOfferedImages } from './offered-images.ts';
import { createInjector, type Injector } from './injector.ts';
import { jump, withGuestFaults } from './struck-calls.ts';
import { placeUsersFiles } from './users-things.ts';
import { listDisks, readLedger, users, vbox } from './virtualbox-ledger.ts';
import { powerVirtualBox, type PoweredVirtualBox } from './virtualbox-power.ts';
import { settleCommands, withCommandFaults } from './virtualbox-runner.ts';
import type { App, World } from './world.ts';

const imageId = 'ubuntu-24.04';
/** A power cut needs a file system that forgets, also what VirtualBox writes. */
const leftOut: readonly string[] = ['power-cut'];

/** The settings of all of VirtualBox, which `scripts/real-virtualbox` gives each run for itself. */
function settingsDir(): string {
  const program = execFileSync('which', ['VBoxManage'], { encoding: 'utf8' }).trim();
  return join(dirname(dirname(program)), 'home', '.config', 'VirtualBox');
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // It ended by itself while it was looked for.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Ends VirtualBox's server, so that its settings can be changed below it. Only this run's processes can be seen. */
async function endServer(): Promise<void> {
  for (;;) {
    const pids: number[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      if (name.startsWith('VBoxSVC')) pids.push(Number(pid));
    }
    if (pids.length === 0) return;
    for (const pid of pids) endProcess(pid);
    await sleep(100);
  }
}

interface Place {
  readonly rootDir: string;
  readonly dataDir: string;
  readonly powerFile: string;
  readonly image: Buffer;
}

/** VMs of the user's own, with names of ours, and a disk each. */
function makeUsersVms(rootDir: string): void {
  for (const name of users) {
    vbox(
      'createvm',
      '--name',
      name,
      '--basefolder',
      join(rootDir, 'user'),
      '--ostype',
      'Ubuntu_64',
      '--register',
      '--platform-architecture',
      'x86',
    );
    const disk = join(rootDir, 'user', name, `${name}.vdi`);
    vbox('createmedium', 'disk', '--filename', disk, '--size', '8', '--format', 'VDI');
    vbox('storagectl', name, '--name', 'SATA', '--add', 'sata');
    vbox('storageattach', name, '--storagectl', 'SATA', '--port', '0', '--type', 'hdd', '--medium', disk);
    vbox('modifyvm', name, '--nic1', 'nat', '--nat-pf1', 'ssh,tcp,127.0.0.1,2299,,22');
  }
}

/** The real VBoxManage below `rootDir`, which it has to see; run by `scripts/real-virtualbox run`. */
export function createVirtualBoxWorld(rootDir: string): World {
  installFileLayer();
  const dataDir = join(rootDir, 'data');
  const settings = settingsDir();
  const parts = ['data', 'user', 'settings', 'power.json'] as const;
  const placeOf = (part: (typeof parts)[number]): string => (part === 'settings' ? settings : join(rootDir, part));
  const imagePath = join(rootDir, 'image.qcow2');
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-o', 'preallocation=metadata', imagePath, '64M']);
  const known = new Map<string, ReadonlySet<string>>();
  let kept: ReadonlySet<string> = new Set();
  let place: Place | null = null;
  let app: App | null = null;
  let opened = 0;

  async function copy(
    from: (part: (typeof parts)[number]) => string,
    to: (part: (typeof parts)[number]) => string,
  ): Promise<void> {
    for (const part of parts) {
      await rm(to(part), { recursive: true, force: true });
      await cp(from(part), to(part), {
        recursive: true,
        preserveTimestamps: true,
        filter: (path) => part !== 'settings' || !path.includes('.log'),
      });
    }
  }
  async function prepareEmpty(): Promise<void> {
    await rm(dataDir, { recursive: true, force: true });
    await rm(join(rootDir, 'user'), { recursive: true, force: true });
    await rm(settings, { recursive: true, force: true });
    await mkdir(settings, { recursive: true });
    await writeFile(placeOf('power.json'), '{}');
    await placeUsersFiles(rootDir);
    makeUsersVms(rootDir);
  }
  const stateOf =
    (name: string) =>
    (part: string): string =>
      join(rootDir, 'states', name, part);
  async function keepState(name: string, make: () => Promise<void>): Promise<void> {
    await settleCommands();
    await endServer();
    await make();
    known.set(name, new Set(listDisks().map(({ mediumId }) => mediumId)));
    await endServer();
    await mkdir(join(rootDir, 'states', name), { recursive: true });
    await copy(placeOf, stateOf(name));
  }
  async function bringBack(name: string): Promise<void> {
    await settleCommands();
    await endServer();
    await copy(stateOf(name), placeOf);
  }
  return {
    hypervisor: 'virtualbox',
    faults: faultIds.filter((fault) => !leftOut.includes(fault)),
    image: imageId,
    open: (injector) => {
      opened += 1;
      place ??= { rootDir, dataDir, powerFile: placeOf('power.json'), image: Buffer.alloc(0) };
      app = openApp(place, injector, opened);
      return app;
    },
    begin: async (name, prepare) => {
      place ??= { rootDir, dataDir, powerFile: placeOf('power.json'), image: await readFile(imagePath) };
      if (!known.has('empty')) await keepState('empty', prepareEmpty);
      const started = place;
      if (known.has(name)) await bringBack(name);
      else {
        await bringBack('empty');
        await keepState(name, () => prepare(openApp(started, createInjector(), 0)));
      }
      kept = known.get(name) ?? kept;
    },
    loseUnsynced: () => Promise.reject(new Error('no power cut here')),
    ledger: async () => {
      await settleCommands();
      return readLedger({ rootDir, settings, dataDir, powerFile: placeOf('power.json'), kept, app });
    },
    end: async () => {
      await endServer();
      // They list VMs whose files go now.
      await rm(settings, { recursive: true, force: true });
      await rm(rootDir, { recursive: true, force: true });
    },
  };
}

function openApp({ rootDir, dataDir, powerFile, image }: Place, injector: Injector, count: number): App {
  const base = createFakeClock();
  const clock = clockOf(base, injector);
  const parts = { injector, clock: base, killAfterMs: 10 + ((count * 37) % 160) };
  const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
  const power = powerVirtualBox((spec, options) => runner.run(spec, options), powerFile);
  const version = vbox('--version').trim();
  const driverOn = (run: PoweredVirtualBox['run']): ReturnType<typeof createVirtualBoxDriver> =>
    createVirtualBoxDriver({
      runner: { run },
      clock,
      logger: silentLogger,
      program: 'VBoxManage',
      platform: { id: 'linux', architecture: 'amd64' },
      version,
      dataDir,
      isPortFree: () => Promise.resolve(true),
    });
  const paths = createPaths(dataDir);
  const host = { ...roomyHost, hypervisors: [{ id: 'virtualbox', version, acceleration: 'native' }] } as const;
  const core = createFakeCore({ paths, clock, host });
  const driver = driverOn(withCommandFaults(power.run, parts));
  const images = createOfferedImages({
    paths,
    runner,
    processes: core.deps.processes,
    clock,
    imageId,
    image,
    striking: { injector, clock: base },
  });
  const guests = createFakeGuests({ clock, driver: power });
  const deps = {
    ...core.deps,
    drivers: { driver: () => Promise.resolve(driver) },
    guests: withGuestFaults(guests, parts),
    images,
    isVmFile: isVirtualBoxFile,
  };
  const layer = createFileLayer({
    rootDir: dataDir,
    injector,
    keepDir: join(rootDir, 'keep'),
    jump: (fault) => {
      jump(base, fault);
    },
  });
  return composeApp({ deps, images, driver: driverOn(power.run), layer });
}
