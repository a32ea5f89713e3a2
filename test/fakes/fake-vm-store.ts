import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';

export const fakeVmFileName = 'fake-vm.json';
export const fakeDiskFileName = 'fake-disk.img';
const clonesDirName = 'fake-clones';

const adapterSchema = z.object({
  kind: z.enum(['nat', 'internal']),
  mac: z.string(),
  networkName: z.string().nullable(),
  cableConnected: z.boolean(),
});

const homeSchema = z.object({ vmId: vmIdSchema, dir: z.string() });

const fakeVmSchema = z.object({
  schemaVersion: z.literal(1),
  vmId: vmIdSchema,
  name: z.string(),
  kind: z.enum(['base', 'node']),
  phase: z.enum(['creating', 'made']),
  registered: z.boolean(),
  sealed: z.boolean(),
  power: z.enum(['off', 'on', 'saved']),
  /** Who paused it while it is on; null: nobody. */
  pausedBy: z.enum(['sleep', 'person', 'unknown']).nullable().default(null),
  /** When a guest that was asked to stop will be off; milliseconds of the driver's clock. */
  stopsAtMs: z.number().nullable(),
  damage: z.string().nullable(),
  cpus: z.number(),
  memoryMiB: z.number(),
  group: z.string().nullable(),
  adapters: z.array(adapterSchema),
  sshPort: z.number().nullable(),
  networkDir: z.string().nullable(),
  serialLogPath: z.string(),
  /** Times it was powered on; going on from a saved state is none. */
  boots: z.number(),
  sharedDiskPaths: z.array(z.string()),
  base: homeSchema.nullable(),
  snapshots: z.array(z.object({ snapshotId: z.string(), name: z.string(), withMemory: z.boolean() })),
  /** Snapshots ever taken, so that an id is not used twice. */
  snapshotCount: z.number(),
  /** Where somebody moved it in the hypervisor's own window; the files of a fake stay where they are. */
  movedTo: z.string().nullable().default(null),
});

/** Everything a fake VM is; kept as `fake-vm.json` in its folder, so that it outlives the driver instance and moves along. */
export type FakeVm = z.infer<typeof fakeVmSchema>;

/** What lies in a VM's folder: nothing of ours, something unreadable, or a VM (perhaps another one). */
export type FakeVmReading =
  { readonly kind: 'none' } | { readonly kind: 'damaged'; readonly reason: string } | FakeVmFound;

interface FakeVmFound {
  readonly kind: 'found';
  readonly vm: FakeVm;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function readText(filePath: string): string | null {
  try {
    return readFileSync(filePath, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function writeWhole(filePath: string, text: string): void {
  writeFileSync(`${filePath}.new`, text);
  renameSync(`${filePath}.new`, filePath);
}

function parseVm(text: string): FakeVmReading {
  try {
    return { kind: 'found', vm: fakeVmSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return { kind: 'damaged', reason: `${fakeVmFileName}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Reads the VM that `ref` names. A folder that holds another VM holds none of ours. */
export function readFakeVm(ref: Pick<VmRef, 'vmId' | 'dir'>): FakeVmReading {
  const text = readText(path.join(ref.dir, fakeVmFileName));
  if (text === null) return { kind: 'none' };
  const reading = parseVm(text);
  return reading.kind === 'found' && reading.vm.vmId !== ref.vmId ? { kind: 'none' } : reading;
}

/** Id of the VM whose folder this is; null when it holds none that can be read. */
export function ownerOf(dir: string): string | null {
  const text = readText(path.join(dir, fakeVmFileName));
  const reading = text === null ? null : parseVm(text);
  return reading?.kind === 'found' ? reading.vm.vmId : null;
}

/** Writes the VM into its folder, whole or not at all; makes the folder and its disk where they are missing. */
export function writeFakeVm(dir: string, vm: FakeVm): void {
  mkdirSync(dir, { recursive: true });
  if (readText(path.join(dir, fakeDiskFileName)) === null) {
    writeFileSync(path.join(dir, fakeDiskFileName), `disk of ${vm.name}\n`);
  }
  writeWhole(path.join(dir, fakeVmFileName), JSON.stringify(vm, null, 2));
}

/** Removes what the fake wrote into the folder, and the folder when nothing else is in it. */
export function removeFakeVm(dir: string): void {
  for (const name of [fakeDiskFileName, clonesDirName, fakeVmFileName]) {
    rmSync(path.join(dir, name), { recursive: true, force: true });
  }
  if (readdirSync(dir).length === 0) rmSync(dir, { recursive: true });
}

/** Bytes the VM's own disk takes. */
export function fakeDiskBytes(dir: string): number {
  return statSync(path.join(dir, fakeDiskFileName)).size;
}

/** Drops the zeros at the end of the VM's own disk. */
export function compactFakeDisk(dir: string): void {
  const file = path.join(dir, fakeDiskFileName);
  const disk = readFileSync(file);
  writeFileSync(file, disk.subarray(0, disk.findLastIndex((byte) => byte !== 0) + 1));
}

/** Notes in the base's folder that `clone` hangs on it; one file each, so that clones made at once do not meet. */
export function noteClone(baseDir: string, clone: Pick<VmRef, 'vmId' | 'dir'>): void {
  mkdirSync(path.join(baseDir, clonesDirName), { recursive: true });
  writeWhole(
    path.join(baseDir, clonesDirName, `${clone.vmId}.json`),
    JSON.stringify({ vmId: clone.vmId, dir: clone.dir }),
  );
}

export function forgetClone(baseDir: string, vmId: string): void {
  rmSync(path.join(baseDir, clonesDirName, `${vmId}.json`), { force: true });
}

/** Clones of the base that still have their files, known to the hypervisor or not. */
export function clonesOf(baseDir: string): readonly string[] {
  const dir = path.join(baseDir, clonesDirName);
  const names = readText(path.join(baseDir, fakeVmFileName)) === null ? [] : listDir(dir);
  const homes = names.filter((name) => name.endsWith('.json')).map((name) => readHome(path.join(dir, name)));
  return homes.filter((home) => readFakeVm(home).kind !== 'none').map((home) => home.vmId);
}

function readHome(filePath: string): z.infer<typeof homeSchema> {
  return homeSchema.parse(JSON.parse(readFileSync(filePath, 'utf8')));
}

function listDir(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const networkFileName = 'fake-network.json';
const networkSchema = z.object({ name: z.string(), members: z.array(homeSchema) });

/** The network a folder holds, or null. */
export function readFakeNetwork(dir: string): z.infer<typeof networkSchema> | null {
  const text = readText(path.join(dir, networkFileName));
  return text === null ? null : networkSchema.parse(JSON.parse(text));
}

export function writeFakeNetwork(dir: string, network: z.infer<typeof networkSchema>): void {
  mkdirSync(dir, { recursive: true });
  writeWhole(path.join(dir, networkFileName), JSON.stringify(network, null, 2));
}

export function removeFakeNetwork(dir: string): void {
  rmSync(path.join(dir, networkFileName), { force: true });
}
