import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import { writeSeedImage } from '../../src-main/guest/seed-image.ts';
import type { SeedFiles } from '../../src-main/guest/documents/seed-files.ts';
import { LabError, type ErrorCode } from '../../src-main/domain/failure.ts';
import { errors } from '../../src-main/locales/en/errors.ts';
import type { NodeState } from '../../src-main/domain/states.ts';
import type {
  BaseDefinition,
  CallOptions,
  HypervisorDriver,
  LabNetwork,
  NodeDefinition,
  SealedBase,
  VmInspection,
  VmRef,
} from '../../src-main/hypervisors/driver.ts';
import type { DriverHarness } from './driver-harness.ts';

/** Names as users have them: everything of a run lies below such a folder, and the group is called so. */
export const awkwardFolderName = 'Žofie Novák (Gäste)';
export const awkwardGroupName = 'Größe - (Test) 1';

export const seedFileName = 'seed.iso';
export const serialLogFileName = 'serial.log';

function randomMac(): string {
  return ['08:00:27', ...(randomBytes(3).toString('hex').match(/../g) ?? [])].join(':');
}

function seedFiles(ref: VmRef): SeedFiles {
  return {
    userData: '#cloud-config\n',
    metaData: `instance-id: ${ref.vmId}\n`,
    networkConfig: 'version: 2\n',
  };
}

async function listFiles(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** What one test works with: a fresh driver instance, ways to define VMs, and care for whatever it made. */
export class DriverBench {
  readonly driver: HypervisorDriver;
  readonly harness: DriverHarness;
  readonly rootDir: string;
  /** Options of a call nobody cancels. */
  readonly call: CallOptions = { signal: new AbortController().signal };
  readonly network: LabNetwork;
  private readonly made: VmRef[] = [];
  private readonly members: VmRef[] = [];
  private readonly sharedBase: SealedBase | null;

  constructor(harness: DriverHarness, sharedBase: SealedBase | null) {
    const mark = randomBytes(3).toString('hex');
    this.harness = harness;
    this.driver = harness.createDriver();
    this.rootDir = path.join(harness.rootDir, awkwardFolderName, mark);
    this.sharedBase = sharedBase;
    this.network = { name: `conf-${mark}`, dir: path.join(this.rootDir, 'network'), members: this.members };
  }

  /** The sealed base all tests of a run share. */
  get base(): SealedBase {
    if (this.sharedBase === null) throw new Error('this bench makes the shared base and has none itself');
    return this.sharedBase;
  }

  /** A VM that does not exist yet; taken away after the test. */
  ref(name: string, folder = name): VmRef {
    const ref = { vmId: vmIdSchema.parse(randomUUID()), name, dir: path.join(this.rootDir, 'vms', folder) };
    this.made.push(ref);
    return ref;
  }

  /** The same VM in another folder; taken away after the test. */
  moved(ref: VmRef, folder: string): VmRef {
    const moved = { ...ref, dir: path.join(this.rootDir, 'vms', folder) };
    this.made.push(moved);
    const member = this.members.findIndex(({ vmId }) => vmId === ref.vmId);
    if (member !== -1) this.members.splice(member, 1, moved);
    return moved;
  }

  /** A file as a caller writes it: outside the VM's folder, in a folder that is there. */
  async file(name: string, text = name): Promise<string> {
    await mkdir(path.join(this.rootDir, 'files'), { recursive: true });
    const filePath = path.join(this.rootDir, 'files', name);
    await writeFile(filePath, text);
    return filePath;
  }

  private async seed(ref: VmRef): Promise<string> {
    const seedPath = path.join(this.rootDir, 'files', `${ref.vmId}.iso`);
    await writeSeedImage(seedPath, seedFiles(ref));
    return seedPath;
  }

  /** The folder of a VM with the seed in it before the VM is made, and the serial log in it too: how labs do it. */
  async filesInFolder(ref: VmRef): Promise<Pick<NodeDefinition, 'ref' | 'seedPath' | 'serialLogPath'>> {
    const seedPath = path.join(ref.dir, seedFileName);
    await writeSeedImage(seedPath, seedFiles(ref));
    return { ref, seedPath, serialLogPath: path.join(ref.dir, serialLogFileName) };
  }

  async baseDefinition(changes: Partial<BaseDefinition> = {}): Promise<BaseDefinition> {
    const ref = changes.ref ?? this.ref('base');
    await mkdir(path.dirname(ref.dir), { recursive: true });
    return {
      ref,
      architecture: this.harness.architecture,
      source: { kind: 'disk-image', imagePath: this.harness.imagePath },
      diskBytes: this.harness.imageBytes * 2,
      cpus: 1,
      memoryMiB: this.harness.memoryMiB,
      natMac: randomMac(),
      seedPath: await this.seed(ref),
      serialLogPath: path.join(this.rootDir, 'files', `${ref.vmId}.log`),
      ...changes,
    };
  }

  /** A node of this bench's network, not created yet. */
  async nodeDefinition(changes: Partial<NodeDefinition> = {}): Promise<NodeDefinition> {
    const ref = changes.ref ?? this.ref('pi-200');
    await mkdir(path.dirname(ref.dir), { recursive: true });
    this.members.push(ref);
    return {
      ref,
      base: this.base,
      architecture: this.harness.architecture,
      group: awkwardGroupName,
      cpus: 1,
      memoryMiB: this.harness.memoryMiB,
      diskBytes: this.harness.imageBytes * 2,
      natMac: randomMac(),
      labMac: randomMac(),
      networkName: this.network.name,
      networkDir: this.network.dir,
      sshPort: await this.harness.freePort(),
      seedPath: await this.seed(ref),
      serialLogPath: path.join(this.rootDir, 'files', `${ref.vmId}.log`),
      sharedDiskPaths: [],
      ...changes,
    };
  }

  async createSealedBase(): Promise<SealedBase> {
    const definition = await this.baseDefinition();
    await this.driver.createBase(definition, this.call);
    return this.driver.sealBase(definition.ref, this.call);
  }

  async createNode(changes: Partial<NodeDefinition> = {}): Promise<NodeDefinition> {
    const definition = await this.nodeDefinition(changes);
    await this.driver.createNode(definition, this.call);
    return definition;
  }

  /** Makes the network carry all nodes defined so far, then starts one. */
  async start(ref: VmRef, driver: HypervisorDriver = this.driver): Promise<void> {
    await driver.ensureNetwork(this.network, this.call);
    await driver.start(ref, this.call);
  }

  async createRunningNode(changes: Partial<NodeDefinition> = {}): Promise<NodeDefinition> {
    const definition = await this.createNode(changes);
    await this.start(definition.ref);
    return definition;
  }

  inspect(ref: VmRef): Promise<VmInspection> {
    return this.driver.inspect(ref, this.call);
  }

  async expectState(ref: VmRef, state: NodeState): Promise<void> {
    const inspection = await this.inspect(ref);
    expect(inspection, JSON.stringify(inspection)).toHaveProperty('state', state);
  }

  /** Paths of all files below this bench's folder, or below `dir`. */
  files(dir: string = this.rootDir): Promise<readonly string[]> {
    return listFiles(dir);
  }

  /** Takes away everything this bench handed out, whatever state the test left it in; one failure does not keep the rest. */
  async cleanUp(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = (work: Promise<void>): Promise<void> => work.catch((error: unknown) => void failures.push(error));
    for (const ref of this.made.toReversed()) {
      await attempt(this.driver.forceStop(ref, this.call));
      await attempt(this.driver.deleteVm(ref, this.call));
    }
    await attempt(this.driver.releaseNetwork(this.network, this.call));
    if (failures.length > 0)
      throw new AggregateError(failures, `cleaning up failed: ${failures.map(String).join('; ')}`);
  }
}

/** Expects a `LabError` with this code that fills every gap in the text a user reads. */
export async function expectFailure(call: Promise<unknown>, code: ErrorCode): Promise<void> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'LabError', code });
  const { what, next } = errors[code];
  const gaps = [...JSON.stringify([what, next]).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
  const filled = error instanceof LabError ? Object.keys(error.params) : [];
  expect(gaps.filter((name) => !filled.includes(name))).toEqual([]);
}

/** Expects the rejection that means: somebody asked to stop. */
export async function expectCancelled(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toMatchObject({ name: 'CancelledError' });
}
