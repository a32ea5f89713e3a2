import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { controlSocketPath, hubUuid } from '../../src-main/hypervisors/qemu/files.ts';
import { parseImageInfo } from '../../src-main/hypervisors/qemu/parse-image-info.ts';
import { vmRecordSchema, type VmRecord } from '../../src-main/hypervisors/qemu/vm-record.ts';
import { processesIn } from '../../scripts/soak/processes.ts';
import type { ProcessTable } from '../../src-main/process/command.ts';
import { describeFile, heldLocks } from './ledger-lines.ts';
import { describeUsersFiles, isUsers } from './users-things.ts';
import { mayDiffer, type Ledger } from './world.ts';

/** Folders that stay once they were needed; the other worlds list files alone. */
const folders = ['images', 'images/work', 'bases', 'labs', 'trash', 'logs'] as const;

/** Where things are. */
export interface QemuPlaces {
  readonly rootDir: string;
  readonly dataDir: string;
  readonly runtimeDir: string;
}

/** A VM that has a record. */
export interface PlacedVm {
  readonly dir: string;
  readonly record: VmRecord;
}

/** The pattern that stands for a user's work on the disk of a node. */
export const work = { pattern: '0xa7', at: '2M', bytes: '64k' } as const;

async function listTree(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir, { recursive: true })).map((path) => join(dir, path)).sort();
  } catch {
    // Nothing was made yet.
    return [];
  }
}

/** Every VM whose record can be read. */
export async function findVms(dataDir: string): Promise<readonly PlacedVm[]> {
  const files = (await listTree(dataDir)).filter((path) => basename(path) === 'vm.json');
  const found = await Promise.all(
    files.map(async (path) => {
      const record = vmRecordSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
      return record.success ? [{ dir: dirname(path), record: record.data }] : [];
    }),
  );
  return found.flat();
}

/** Pids of QEMU processes that work for the app in here, with the folder their pid file lies in. */
export function findQemus({ dataDir }: QemuPlaces): readonly { readonly pid: number; readonly dir: string }[] {
  return processesIn(dataDir).flatMap(({ pid, argv }) => {
    const pidFile = argv[argv.indexOf('-pidfile') + 1];
    return argv[0]?.includes('qemu-system') === true && pidFile !== undefined ? [{ pid, dir: dirname(pidFile) }] : [];
  });
}

function describeVm({ record }: PlacedVm): string {
  const { name, phase, registered, cpus, memoryMiB, cables, clone } = record;
  const snapshots = record.snapshots.map((one) => `${one.name}${one.withMemory ? ' with memory' : ''}`).sort();
  const shown = clone === null ? 'base' : name;
  const hasSaved = record.resumeFrom !== null;
  return JSON.stringify({
    shown,
    phase,
    registered,
    cpus,
    memoryMiB,
    cables,
    snapshots,
    hasSaved,
    saving: record.savingAs,
  });
}

/** Whether the user's work is on the disk, and whether the disk holds anything that nobody noted. */
function describeDisk({ dir, record }: PlacedVm): readonly string[] {
  if (record.clone === null) return [];
  const disk = join(dir, 'disk.qcow2');
  try {
    const { snapshots } = parseImageInfo(run('qemu-img', 'info', '--output=json', '-U', disk));
    const { orphanTags, resumeFrom, savingAs } = record;
    const noted = [...record.snapshots.map(({ tag }) => tag), ...orphanTags, resumeFrom?.tag, savingAs];
    const stray = snapshots.filter(({ tag }) => !noted.includes(tag)).length;
    return [`${record.name} ${hasWork(disk) ? 'with the work on it' : 'empty'}${stray > 0 ? `, ${stray} stray` : ''}`];
  } catch (error) {
    return [`${record.name} cannot be read: ${String(error)}`];
  }
}

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, [...args], { encoding: 'utf8', stdio: 'pipe' });
}

/** Read without the base below it: the path there does not hold in the trash, and the work is the node's own. */
export function hasWork(filename: string): boolean {
  const file = { driver: 'file', filename };
  const disk = `json:${JSON.stringify({ driver: 'qcow2', backing: null, file })}`;
  const { status, stdout, stderr } = spawnSync(
    'qemu-io',
    ['-U', '-r', '-c', `read -P ${work.pattern} ${work.at} ${work.bytes}`, disk],
    { encoding: 'utf8' },
  );
  if (status === 0) return true;
  if (`${stdout}${stderr}`.includes('verification failed')) return false;
  throw new Error(`${stdout}${stderr}`);
}

/** What comes and goes with the process of a VM or network, and what it says. */
const passing: readonly string[] = ['pid.json', 'qemu.pid', 'qemu.log', 'hub.log', 'serial.log', 'net.json', 'network'];

/** Everything there is. `processes`: by which it is told whether the owner of a lock lives. */
export async function readQemuLedger(
  places: QemuPlaces,
  processes: Pick<ProcessTable, 'isAlive'>,
  neighbour: () => Promise<readonly string[]>,
): Promise<Ledger> {
  const { rootDir, dataDir } = places;
  const vms = await findVms(dataDir);
  const tree = (await listTree(dataDir)).filter((path) => !isUsers(relative(rootDir, path)));
  const isLock = (path: string): boolean => path.includes('.lock');
  const isShown = (path: string): boolean =>
    ![...passing, 'disk.qcow2', 'vm.json'].some((name) => basename(path) === name) &&
    !folders.some((name) => relative(dataDir, path) === name) &&
    !mayDiffer(relative(dataDir, path));
  const files = tree.filter((path) => isShown(path) && !isLock(path));
  return {
    vms: vms.map(describeVm),
    disks: vms.flatMap(describeDisk),
    files: [
      ...(await Promise.all(files.map((path) => describeFile(dataDir, path)))),
      ...(await strayRunFiles(places, vms)),
      ...strayDisks(tree, vms),
      ...(await cloneNotes(tree, vms)),
    ],
    ports: vms.flatMap(({ record: { name, clone } }) => (clone === null ? [] : [`${name} has a forward`])),
    processes: strayProcesses(places, vms),
    locks: await heldLocks(tree.filter(isLock), processes),
    users: [...(await describeUsersFiles(rootDir)), ...(await neighbour())],
  };
}

/** Disks that no record knows. */
function strayDisks(tree: readonly string[], vms: readonly PlacedVm[]): readonly string[] {
  return tree
    .filter((path) => basename(path) === 'disk.qcow2' && !vms.some(({ dir }) => dir === dirname(path)))
    .map(() => 'a disk without a VM');
}

/** Notes in bases of clones that there are not. */
async function cloneNotes(tree: readonly string[], vms: readonly PlacedVm[]): Promise<readonly string[]> {
  const notes = tree.filter((path) => basename(dirname(path)) === 'clones');
  const ids = vms.map(({ record }) => `${record.vmId}.json`);
  return Promise.resolve(
    notes.filter((path) => !ids.includes(basename(path))).map(() => 'a note of a clone that is gone'),
  );
}

function networkDirs({ dataDir }: QemuPlaces, vms: readonly PlacedVm[]): readonly string[] {
  return [...new Set(vms.flatMap(({ dir, record }) => (record.clone === null ? [] : [networkDirOf(dataDir, dir)])))];
}

function networkDirOf(dataDir: string, nodeDir: string): string {
  const [, labId = ''] = relative(dataDir, nodeDir).split('/');
  return join(dataDir, 'labs', labId, 'network');
}

/** QEMUs that no record knows; a network's is known as long as it has nodes. */
function strayProcesses(places: QemuPlaces, vms: readonly PlacedVm[]): readonly string[] {
  const known = [...vms.map(({ dir }) => dir), ...networkDirs(places, vms)];
  const found = findQemus(places).map(({ dir }) => dir);
  return found
    .filter((dir, index) => !known.includes(dir) || found.indexOf(dir) !== index)
    .map((dir) => `a QEMU too many: ${relative(places.dataDir, dir)}`);
}

/** Sockets of VMs that there are not, and ports of networks that there are not. */
async function strayRunFiles(places: QemuPlaces, vms: readonly PlacedVm[]): Promise<readonly string[]> {
  const networks = networkDirs(places, vms);
  const known = [...vms.map(({ record }) => record.vmId), ...networks.map(hubUuid)].map((id) =>
    basename(controlSocketPath('', id), '.qmp'),
  );
  const files = (await listTree(places.runtimeDir)).filter((path) => /\.(qmp|tty)$/.test(path));
  const claims = (await listTree(join(places.runtimeDir, 'nets'))).length;
  return [
    ...files.filter((path) => !known.some((id) => basename(path).startsWith(id))).map(() => 'a socket of no VM'),
    ...(claims > networks.length ? ['ports claimed for no network'] : []),
  ];
}
