import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HypervisorDriver, LabNetwork, NodeDefinition } from '../../src-main/hypervisors/driver.ts';
import { createQemuDriver, probeQemu } from '../../src-main/hypervisors/qemu/index.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { ensureRuntimeDir } from '../../src-main/platform/runtime-dir.ts';
import { createProcessTable } from '../../src-main/process/process-table.ts';
import { bareResume, bareSave, bareStatus } from './bare-qmp.ts';
import type { BareVm } from './bare-qmp.ts';
import type { Care } from './care.ts';
import { createCountingRunner } from './counting-runner.ts';
import type { CountingRunner } from './counting-runner.ts';
import { defineBase, defineNodes, diskBytes } from './definitions.ts';
import { filledMark, writeFillingDisk } from './filling-disk.ts';
import { endQemuIn, findQemu } from './programs.ts';
import type { Result } from './results.ts';
import { currentLoad, runPairs } from './rounds.ts';

const groupSize = 3;
const filledBytes = 96 * 1024 ** 2;
const fewNodes = 5;
const manyNodes = 20;

/** A driver with a folder of its own, on real QEMU. */
interface Place {
  readonly dir: string;
  readonly driver: HypervisorDriver;
  readonly runner: CountingRunner;
  readonly signal: AbortSignal;
}

async function createPlace({ care, signal }: BenchContext): Promise<Place> {
  const dir = await mkdtemp('/tmp/bdl-bench-');
  care.add(dir, async () => {
    await endQemuIn(dir);
    await rm(dir, { recursive: true, force: true });
  });
  const runner = createCountingRunner();
  const runtimeDir = join(dir, 'run');
  const prepareRuntimeDir = (): Promise<void> => ensureRuntimeDir(runtimeDir, process.getuid?.() ?? -1);
  const platform = { id: 'linux', architecture: 'amd64', env: process.env, runtimeDir } as const;
  const driver = createQemuDriver({
    ...(await probeQemu({ runner, platform, signal })),
    runner,
    processes: createProcessTable({ platformId: 'linux', runner, clock: systemClock }),
    clock: systemClock,
    logger: silentLogger,
    platform,
    prepareRuntimeDir,
  });
  return { dir, driver, runner, signal };
}

/** Nodes that were made and not started. */
async function createLab({ dir, driver, signal }: Place, name: string, count: number): Promise<Lab> {
  const labDir = join(dir, name);
  const imagePath = join(dir, `${name}.img`);
  await writeFillingDisk(imagePath, { bytes: diskBytes, filledBytes });
  const definition = await defineBase(labDir, imagePath);
  await driver.createBase(definition, { signal });
  const base = await driver.sealBase(definition.ref, { signal });
  const nodes = await defineNodes(labDir, base, count);
  for (const node of nodes) await driver.createNode(node, { signal });
  const network = { name: 'bdl-bench', dir: join(labDir, 'network'), members: nodes.map(({ ref }) => ref) };
  return { nodes, network };
}

interface Lab {
  readonly nodes: readonly NodeDefinition[];
  readonly network: LabNetwork;
}

/** Waits until the memory of every VM is in use. */
async function untilFilled({ nodes }: Lab, signal: AbortSignal): Promise<void> {
  for (const { serialLogPath } of nodes) {
    while (!(await readFile(serialLogPath, 'latin1')).includes(filledMark)) await sleep(100, undefined, { signal });
  }
}

async function startAll({ driver, signal }: Place, { nodes, network }: Lab): Promise<void> {
  await driver.ensureNetwork(network, { signal });
  await Promise.all(nodes.map(({ ref }) => driver.start(ref, { signal })));
}

/** Running VMs, as they are without the driver. */
function toBare({ nodes }: Lab): readonly BareVm[] {
  return nodes.map(({ ref }) => {
    const [found] = findQemu(ref.vmId);
    const socketPath = found?.argv
      .map((argument) => /^socket,id=control,path=([^,]+)/.exec(argument)?.[1])
      .find(Boolean);
    if (found === undefined || socketPath === undefined) throw new Error(`${ref.name} does not run`);
    return { ...found, socketPath };
  });
}

export interface BenchContext {
  readonly care: Care;
  readonly signal: AbortSignal;
}

/**
 * Keeping and resuming three VMs that run at once. They run no operating system, and have as much memory in use as a
 * small guest.
 */
async function measureGroup(place: Place, rounds: number): Promise<readonly Result[]> {
  const { driver, signal } = place;
  const load = currentLoad();
  const ours = await createLab(place, 'ours', groupSize);
  const floor = await createLab(place, 'floor', groupSize);
  for (const lab of [ours, floor]) await startAll(place, lab);
  for (const lab of [ours, floor]) await untilFilled(lab, signal);
  const bare = toBare(floor);
  const oursSave = async (): Promise<void> => {
    await Promise.all(ours.nodes.map(({ ref }) => driver.saveState(ref, { signal })));
  };
  const oursResume = (): Promise<void> => startAll(place, ours);
  const floorSave = async (): Promise<void> => {
    await Promise.all(bare.map(bareSave));
  };
  const floorResume = async (): Promise<void> => {
    await Promise.all(bare.map(bareResume));
  };
  await oursSave();
  await oursResume();
  const saves = await runPairs(rounds, {
    ours: { run: oursSave, tidy: oursResume },
    floor: { run: floorSave, tidy: floorResume },
    signal,
  });
  const resumes = await runPairs(rounds, {
    ours: { prepare: oursSave, run: oursResume },
    floor: { prepare: floorSave, run: floorResume },
    signal,
  });
  const budget = { kind: 'ratio', limit: 1.1 } as const;
  return [
    { kind: 'times', what: 'QEMU: save three VMs', pairs: saves, budget, load },
    { kind: 'times', what: 'QEMU: resume three VMs', pairs: resumes, budget, load },
  ];
}

/** Looking at twenty running VMs. */
async function measureStatus(place: Place, rounds: number): Promise<readonly Result[]> {
  const { driver, runner, signal } = place;
  const lab = await createLab(place, 'status', manyNodes);
  await startAll(place, lab);
  await untilFilled(lab, signal);
  const load = currentLoad();
  const bare = toBare(lab);
  const refs = lab.nodes.map(({ ref }) => ref);
  const look = async (count: number): Promise<void> => {
    const found = await driver.inspectAll(refs.slice(0, count), { signal });
    const states = [...found.values()].map(({ state }) => state);
    if (states.length !== count || states.some((state) => state !== 'running')) throw new Error(states.join(' '));
  };
  const countOf = async (count: number): Promise<{ readonly of: string; readonly count: number }> => {
    const before = runner.count();
    await look(count);
    return { of: `${count} nodes`, count: runner.count() - before };
  };
  const few = await countOf(fewNodes);
  const many = await countOf(manyNodes);
  const pairs = await runPairs(rounds, {
    ours: { run: () => look(manyNodes) },
    floor: {
      run: async () => {
        await Promise.all(bare.map(bareStatus));
      },
    },
    signal,
  });
  return [
    { kind: 'times', what: 'QEMU: status of 20 running nodes', pairs, budget: { kind: 'seconds', limit: 0.5 }, load },
    { kind: 'counts', what: 'QEMU: processes started for a status', few, many, budget: { kind: 'same' }, load },
  ];
}

/** What the driver for QEMU needs, against talking to QEMU directly. */
export async function measureQemu(rounds: number, context: BenchContext): Promise<readonly Result[]> {
  const place = await createPlace(context);
  const group = await measureGroup(place, rounds);
  await endQemuIn(place.dir);
  return [...group, ...(await measureStatus(place, rounds))];
}
