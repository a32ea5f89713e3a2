import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * A Mac with Parallels Desktop, as far as prlctl, prlsrvctl and prl_disk_tool show it. Nothing here was seen on a Mac: each
 * behaviour names the program whose sources, tests or users tell it.
 */
const deviceSchema = z.object({
  name: z.string(),
  kind: z.enum(['hdd', 'cdrom', 'net', 'serial']),
  path: z.string().default(''),
  type: z.string().default(''),
  mac: z.string().default(''),
  iface: z.string().default(''),
  connected: z.boolean().default(true),
});
export type SimulatedDevice = z.infer<typeof deviceSchema>;

const snapshotSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  withMemory: z.boolean(),
  parent: z.string(),
  /** Settings at that time: they come back with it. */
  settings: z.string(),
});

const vmSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  state: z.string(),
  cpus: z.number(),
  memoryMiB: z.number(),
  settings: z.record(z.string(), z.string()),
  devices: z.array(deviceSchema),
  snapshots: z.array(snapshotSchema),
  currentSnapshot: z.string(),
  /** Home of the VM whose disk this one's differs from. */
  linkedTo: z.string(),
});
export type SimulatedVm = z.infer<typeof vmSchema>;

const ruleSchema = z.object({ name: z.string(), hostPort: z.number(), target: z.string(), guestPort: z.number() });

const worldSchema = z.object({
  /** Homes of the VMs that are registered. */
  homes: z.array(z.string()),
  networks: z.array(z.object({ id: z.string(), type: z.string(), dhcp: z.boolean() })),
  rules: z.array(ruleSchema),
  license: z.object({ edition: z.string(), status: z.string() }),
  version: z.string(),
  /** 27 writes bare ids, older versions `{…}`; 10.1.2 and later call an address IPv4 (vagrant-parallels pd_10.rb). */
  style: z.enum(['27', 'older']),
  counter: z.number(),
});
export type WorldData = z.infer<typeof worldSchema>;

/** What a new Mac has. The first two networks are always there (vagrant-parallels pd_10.rb). */
export function newWorld(): WorldData {
  return {
    homes: [],
    networks: [
      { id: 'Shared', type: 'shared', dhcp: true },
      { id: 'Host-Only', type: 'host-only', dhcp: true },
    ],
    rules: [],
    license: { edition: 'pro', status: 'ACTIVE' },
    version: '26.1.0 (57000)',
    style: '27',
    counter: 0,
  };
}

/** Disks of the bundle are found by paths relative to it: they move along with it. */
export function withOwnDisks(home: string, devices: readonly SimulatedDevice[]): SimulatedDevice[] {
  return devices.map((device) => {
    const inside = device.kind === 'hdd' ? /\.pvm(\/.*)$/.exec(device.path)?.[1] : undefined;
    return inside === undefined ? device : { ...device, path: home + inside };
  });
}

const settingsFileName = 'config.pvs';

/** What happens on a Mac goes through here; files are real. */
export class World {
  readonly data: WorldData;

  constructor(data: WorldData) {
    this.data = data;
  }

  /** An id nobody has had; ids look the same in every run. */
  newId(): string {
    this.data.counter += 1;
    return `7a3c0000-0000-4000-8000-${this.data.counter.toString(16).padStart(12, '0')}`;
  }

  /** Rises with every call. */
  newDate(): string {
    this.data.counter += 1;
    return new Date(Date.UTC(2026, 0, 1) + this.data.counter * 1000).toISOString().slice(0, 19).replace('T', ' ');
  }

  /** The VM in a bundle, or null when its settings cannot be read. */
  read(home: string): SimulatedVm | null {
    try {
      return vmSchema.parse(JSON.parse(readFileSync(join(home, settingsFileName), 'utf8')));
    } catch {
      return null;
    }
  }

  write(home: string, vm: SimulatedVm): void {
    mkdirSync(home, { recursive: true });
    const path = join(home, settingsFileName);
    writeFileSync(`${path}.next`, JSON.stringify(vm));
    renameSync(`${path}.next`, path);
  }

  registered(): readonly { readonly home: string; readonly vm: SimulatedVm | null }[] {
    return this.data.homes.map((home) => ({ home, vm: this.read(home) }));
  }

  /** By id, with or without braces, or by name (prlctl's usage: `<ID | NAME>`). */
  find(idOrName: string): { readonly home: string; readonly vm: SimulatedVm } | null {
    const bare = idOrName.replaceAll(/[{}]/g, '').toLowerCase();
    for (const { home, vm } of this.registered()) {
      if (vm !== null && (vm.id === bare || vm.name === idOrName)) return { home, vm };
    }
    return null;
  }
}

const stateFileName = 'parallels.json';
const lockName = 'lock';

/** Works on the world in a folder, alone: the real programs ask one service for everything. */
export function withStoredWorld<T>(dir: string, work: (world: World) => T): T {
  mkdirSync(dir, { recursive: true });
  const lock = join(dir, lockName);
  const since = Date.now();
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (Date.now() - since > 20_000) throw error;
    }
  }
  try {
    const path = join(dir, stateFileName);
    const data = existsSync(path) ? worldSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : newWorld();
    const world = new World(data);
    const result = work(world);
    writeFileSync(`${path}.next`, JSON.stringify(world.data));
    renameSync(`${path}.next`, path);
    return result;
  } finally {
    rmSync(lock, { recursive: true });
  }
}
