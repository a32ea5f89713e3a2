import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import type { OperationInfo } from '../../../src-main/domain/operation.ts';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import { createParallelsDriver } from '../../../src-main/hypervisors/parallels/index.ts';
import { parseMarker } from '../../../src-main/hypervisors/parallels/marker.ts';
import { removeBase } from '../../../src-main/labs/base-work.ts';
import type { LabDeps } from '../../../src-main/labs/context.ts';
import { createLabHandlers } from '../../../src-main/labs/lab-service.ts';
import { createTrashHandlers } from '../../../src-main/labs/trash-service.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { writeBlankQcow2 } from '../../conformance/blank-qcow2.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeCore, roomyHost } from '../../fakes/fake-core.ts';
import type { FakeGuest } from '../../fakes/fake-driver.ts';
import { createFakeGuests } from '../../fakes/fake-guest.ts';
import { createSimulatedParallels } from '../../fakes/parallels/simulator.ts';
import type { SimulatedParallels } from '../../fakes/parallels/simulator.ts';
import type { SimulatedVm, World } from '../../fakes/parallels/world.ts';

const imageBytes = 64 * 1024 ** 2;
const labName = 'Labor';
const call = { signal: new AbortController().signal };

/** What lies in Parallels and in the folders of VMs. */
export interface Ledger {
  readonly homes: readonly string[];
  readonly networks: readonly string[];
  readonly rules: readonly string[];
  readonly files: readonly string[];
}

/** The real services on a simulated Mac: everything but the guests and the download. */
export interface MacTrial {
  readonly mac: SimulatedParallels;
  readonly up: (signal?: AbortSignal) => Promise<OperationInfo>;
  readonly states: () => Promise<readonly string[]>;
  readonly purge: () => Promise<OperationInfo>;
  readonly hasLab: () => Promise<boolean>;
  /** Takes the bases away, as nothing stands on them any more. */
  readonly removeBases: () => Promise<void>;
  readonly ledger: () => Promise<Ledger>;
  /** Homes of registered VMs that no record of this program names. */
  readonly unknownHomes: () => Promise<readonly string[]>;
}

function serialPathOf({ devices }: SimulatedVm): string {
  return devices.find(({ kind }) => kind === 'serial')?.path ?? '';
}

function toGuest(world: World, vm: SimulatedVm): readonly FakeGuest[] {
  const vmId = vmIdSchema.safeParse(parseMarker(vm.description)?.vmId);
  if (vm.state !== 'running' || !vmId.success) return [];
  const adapters = vm.devices
    .filter(({ kind }) => kind === 'net')
    .map(({ type, mac, iface, connected }) => ({
      kind: type === 'shared' ? ('nat' as const) : ('internal' as const),
      mac: (mac.toLowerCase().match(/../g) ?? []).join(':'),
      networkName: iface === '' ? null : iface,
      cableConnected: connected,
    }));
  const sshPort = world.data.rules.find(({ target }) => target === vm.id)?.hostPort ?? null;
  const name = vm.name.replace(/ [0-9a-f]{8}$/, '');
  return [{ vmId: vmId.data, name, sshPort, boots: 1, serialLogPath: serialPathOf(vm), adapters }];
}

function powerOffInside(world: World, vmId: string): void {
  for (const { home, vm } of world.registered()) {
    if (vm !== null && parseMarker(vm.description)?.vmId === vmId && vm.state === 'running')
      world.write(home, { ...vm, state: 'stopped' });
  }
}

/** Opens a trial on a folder. */
export async function openMacTrial(dir: string): Promise<MacTrial> {
  const paths = createPaths(join(dir, 'data'));
  await mkdir(dir, { recursive: true });
  const imagePath = join(dir, 'image.qcow2');
  await writeBlankQcow2(imagePath, imageBytes);
  const clock = createFakeClock();
  const mac = createSimulatedParallels();
  const { world } = mac;
  const driver = createParallelsDriver({
    runner: mac,
    clock,
    logger: silentLogger,
    paths: { prlctl: 'prlctl', prlsrvctl: 'prlsrvctl', prl_disk_tool: 'prl_disk_tool' },
    architecture: 'arm64',
    isPortFree: () => Promise.resolve(true),
  });
  const image = {
    imageId: 'ubuntu-24.04',
    digest: 'a'.repeat(64),
    path: imagePath,
    format: 'qcow2',
    virtualSizeBytes: imageBytes,
  };
  const host = {
    ...roomyHost,
    architecture: 'arm64',
    hypervisors: [{ id: 'parallels', version: '26.1.0', acceleration: 'native' }],
  } as const;
  const deps: LabDeps = {
    ...createFakeCore({ paths, clock, host }).deps,
    drivers: { driver: () => Promise.resolve(driver) },
    images: {
      ensureImage: () => Promise.resolve(image),
      findImage: () => Promise.resolve(image),
      copyInstaller: () => Promise.reject(new Error('no installer in this trial')),
      describe: () => Promise.resolve({ action: 'cached', sizeBytes: null, commands: [], isInstaller: false }),
    },
    guests: createFakeGuests({
      clock,
      driver: {
        guests: () => world.registered().flatMap(({ vm }) => (vm === null ? [] : toGuest(world, vm))),
        powerOffInside: (vmId) => {
          powerOffInside(world, vmId);
        },
      },
    }),
  };
  const labs = createLabHandlers(deps);
  const trash = createTrashHandlers(deps);
  const spec = labSpecSchema.parse({ name: labName, hypervisor: 'parallels', nodes: 2, diskGiB: 4 });
  return {
    mac,
    up: (signal = call.signal) => labs['lab.create'](spec, { signal }),
    states: async () => (await labs['lab.status']({ lab: labName }, call)).nodes.map(({ state }) => state),
    purge: () => trash['lab.delete']({ lab: labName, purge: true }, call),
    hasLab: async () => (await deps.store.listLabs()).labs.length > 0,
    removeBases: async () => {
      for (const base of await deps.store.listBases()) await removeBase({ deps, driver }, base, call.signal);
    },
    ledger: () => readLedger(world, [paths.labsDir, paths.basesDir]),
    unknownHomes: async () => {
      const known = [...(await deps.store.listLabs()).labs.map(({ plan }) => paths.labDir(plan.labId)), paths.basesDir];
      return world.data.homes.filter((home) => !known.some((folder) => home.startsWith(folder)));
    },
  };
}

async function readLedger({ data }: World, folders: readonly string[]): Promise<Ledger> {
  const files = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true }).catch((): readonly string[] => [])),
  );
  return {
    homes: [...data.homes].sort(),
    networks: data.networks.map(({ id }) => id).sort(),
    rules: data.rules.map(({ name }) => name).sort(),
    files: files.flat().sort(),
  };
}
