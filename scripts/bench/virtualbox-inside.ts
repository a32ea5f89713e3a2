// Runs where `scripts/real-virtualbox run` puts VBoxManage into PATH. Arguments: an empty folder that VBoxManage sees, rounds.
// Prints results as JSON. What it makes goes away with the run.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { HypervisorDriver, NodeDefinition, SealedBase } from '../../src-main/hypervisors/driver.ts';
import { createVirtualBoxDriver } from '../../src-main/hypervisors/virtualbox/index.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { formatCommand } from '../../src-main/process/command.ts';
import { createCountingRunner } from './counting-runner.ts';
import type { CountingRunner } from './counting-runner.ts';
import { defineBase, defineNodes, diskBytes } from './definitions.ts';
import { runOk } from './programs.ts';
import type { Result } from './results.ts';
import { currentLoad, runPairs } from './rounds.ts';

/** How many clones the product makes at the same time; see `labs/create-work.ts`. */
const cloneLimit = 4;
const labNodes = 5;
const manyNodes = 20;
const signal = new AbortController().signal;

interface Bench {
  readonly dir: string;
  readonly driver: HypervisorDriver;
  readonly runner: CountingRunner;
  readonly base: SealedBase;
}

function vbox(...args: readonly string[]): Promise<string> {
  return runOk('VBoxManage', args, { signal });
}

async function createBench(dir: string): Promise<Bench> {
  const runner = createCountingRunner();
  const version = await vbox('--version');
  const driver = createVirtualBoxDriver({
    runner,
    clock: systemClock,
    logger: silentLogger,
    platform: { id: 'linux', architecture: 'amd64' },
    program: 'VBoxManage',
    version,
  });
  const imagePath = join(dir, 'empty.qcow2');
  // Without a single cluster of data VirtualBox takes the file for cut.
  const layout = ['-o', 'preallocation=metadata'];
  await runOk('qemu-img', ['create', '-q', '-f', 'qcow2', ...layout, imagePath, String(diskBytes)], { signal });
  const definition = await defineBase(dir, imagePath);
  await driver.createBase(definition, { signal });
  return { dir, driver, runner, base: await driver.sealBase(definition.ref, { signal }) };
}

/** The fewest calls that make a node: nothing can be set while cloning, and media are attached by a call of their own. */
function bareLines({ ref, base, ...node }: NodeDefinition): readonly string[] {
  const mac = (text: string): string => text.replaceAll(':', '').toUpperCase();
  const calls = [
    ['clonevm', base.vmId, '--snapshot', base.snapshotId, '--options', 'link', '--uuid', ref.vmId],
    ['modifyvm', ref.vmId, '--memory', String(node.memoryMiB), '--cpus', String(node.cpus)],
    ['storageattach', ref.vmId, '--storagectl', 'SATA', '--port', '1', '--device', '0'],
  ];
  const more = [
    ['--name', ref.name, '--basefolder', ref.dir, '--register'],
    [
      ...['--groups', `/${node.group}`, '--nic1', 'nat', '--nic-type1', 'virtio', '--mac-address1', mac(node.natMac)],
      ...['--nat-pf1', `ssh,tcp,127.0.0.1,${node.sshPort},,22`],
      ...[
        '--nic2',
        'intnet',
        '--intnet2',
        node.networkName,
        '--nic-type2',
        'virtio',
        '--mac-address2',
        mac(node.labMac),
      ],
      ...['--nic-promisc2', 'allow-all', '--cable-connected2', 'on'],
      ...['--uart1', '0x3F8', '4', '--uart-mode1', 'file', node.serialLogPath],
    ],
    ['--type', 'dvddrive', '--medium', node.seedPath],
  ];
  return calls.map((args, index) => formatCommand({ program: 'VBoxManage', args: [...args, ...(more[index] ?? [])] }));
}

/** What VBoxManage says about VMs, without what no two of them share. */
async function describe(nodes: readonly NodeDefinition[], dirs: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { ref } of nodes) texts.push(await vbox('showvminfo', ref.vmId, '--machinereadable'));
  return dirs
    .reduce((text, dir) => text.replaceAll(dir, 'DIR'), texts.join('\n'))
    .replaceAll(/\/Snapshots\/\{[0-9a-f-]{36}\}/g, '/Snapshots/{UUID}')
    .replaceAll(/^"SATA-ImageUUID-0-0"=.*$/gm, '')
    .replaceAll(/^VMStateChangeTime=.*$/gm, '')
    .split('\n');
}

function requireSame(ours: readonly string[], floor: readonly string[]): void {
  const line = ours.findIndex((text, index) => text !== floor[index]);
  if (line === -1 && ours.length === floor.length) return;
  throw new Error(`the driver and the bare calls made different VMs: ${ours[line]} and ${floor[line]}`);
}

async function measureDefinition({ dir, driver, base }: Bench, rounds: number): Promise<Result> {
  const [oursDir, floorDir] = [join(dir, 'ours'), join(dir, 'floor')];
  const ours = await defineNodes(oursDir, base, labNodes);
  // The same VMs in another folder; never both at once.
  const moved = (path: string): string => path.replace(oursDir, floorDir);
  const floor = ours.map((node) => ({ ...node, ref: { ...node.ref, dir: moved(node.ref.dir) } }));
  const scriptPath = join(dir, 'floor.sh');
  await writeFile(scriptPath, ['set -e', ...floor.flatMap(bareLines), ''].join('\n'));
  const dirs = [oursDir, floorDir];
  let said: { readonly ours: readonly string[]; readonly floor: readonly string[] } = { ours: [], floor: [] };
  // The service behind VBoxManage ends when nobody asks it anything for a while.
  const prepare = async (): Promise<void> => {
    await vbox('list', 'vms');
  };
  const remove = async (nodes: readonly NodeDefinition[]): Promise<void> => {
    for (const { ref } of nodes) await driver.deleteVm(ref, { signal });
  };
  const limit = pLimit(cloneLimit);
  const pairs = await runPairs(rounds, {
    ours: {
      prepare,
      run: async () => {
        await Promise.all(ours.map((node) => limit(() => driver.createNode(node, { signal }))));
      },
      tidy: async () => {
        said = { ...said, ours: await describe(ours, dirs) };
        await remove(ours);
      },
    },
    floor: {
      prepare: async () => {
        for (const { ref } of floor) await mkdir(ref.dir, { recursive: true });
        await prepare();
      },
      run: async () => {
        await runOk('bash', [scriptPath], { signal });
      },
      tidy: async () => {
        said = { ...said, floor: await describe(floor, dirs) };
        await remove(floor);
      },
    },
    signal,
  });
  requireSame(said.ours, said.floor);
  const what = 'VirtualBox: define five nodes';
  return { kind: 'times', what, pairs, budget: { kind: 'ratio', limit: 1.3 }, load: currentLoad() };
}

async function isServiceUp(): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const names = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')));
  return names.some((name) => name.trim() === 'VBoxSVC');
}

async function untilServiceEnded(): Promise<void> {
  while (await isServiceUp()) await sleep(200);
}

async function measureStatus({ dir, driver, runner, base }: Bench, rounds: number): Promise<readonly Result[]> {
  const nodes = await defineNodes(join(dir, 'many'), base, manyNodes);
  for (const node of nodes) await driver.createNode(node, { signal });
  const refs = nodes.map(({ ref }) => ref);
  const look = async (count: number): Promise<void> => {
    const found = await driver.inspectAll(refs.slice(0, count), { signal });
    const states = [...found.values()].map(({ state }) => state);
    if (states.length !== count || states.some((state) => state !== 'stopped')) throw new Error(states.join(' '));
  };
  const countOf = async (count: number): Promise<{ readonly of: string; readonly count: number }> => {
    const before = runner.count();
    await look(count);
    return { of: `${count} nodes`, count: runner.count() - before };
  };
  const few = await countOf(labNodes);
  const many = await countOf(manyNodes);
  const load = currentLoad();
  const listAll = async (): Promise<void> => {
    await vbox('list', '--long', 'vms');
  };
  const warm = await runPairs(rounds, { ours: { run: () => look(manyNodes) }, floor: { run: listAll }, signal });
  const cold = await runPairs(Math.min(rounds, 3), {
    ours: { prepare: untilServiceEnded, run: () => look(manyNodes) },
    floor: { prepare: untilServiceEnded, run: listAll },
    signal,
  });
  const what = 'VirtualBox: status of 20 nodes';
  return [
    { kind: 'times', what, pairs: warm, budget: { kind: 'seconds', limit: 0.5 }, load },
    { kind: 'times', what: `${what}, VirtualBox's service not running yet`, pairs: cold, budget: null, load },
    { kind: 'counts', what: 'VirtualBox: processes started for a status', few, many, budget: { kind: 'same' }, load },
  ];
}

const [dir = '', rounds = '1'] = process.argv.slice(2);
const bench = await createBench(dir);
const definition = await measureDefinition(bench, Number(rounds));
const status = await measureStatus(bench, Number(rounds));
process.stdout.write(JSON.stringify([definition, ...status]));
