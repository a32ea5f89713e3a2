import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { labRecordSchema } from '../../src-main/labs/lab-record.ts';
import type { LabRecord } from '../../src-main/labs/lab-record.ts';
import { controlSocketPath, hubUuid, vmFiles } from '../../src-main/hypervisors/qemu/files.ts';
import { parseImageInfo } from '../../src-main/hypervisors/qemu/parse-image-info.ts';
import { vmRecordSchema } from '../../src-main/hypervisors/qemu/vm-record.ts';
import { journalEntrySchema } from '../../src-main/operations/journal-entry.ts';
import { readJournal } from '../../src-main/store/journal.ts';
import { digestOfFile, listTree } from './file-tree.ts';
import { expectedFiles } from './expected-files.ts';
import { runningNodes } from './model.ts';
import type { WorldModel } from './model.ts';
import type { Place } from './place.ts';
import { listeningPorts, processesIn } from './processes.ts';

/** What of the world outside of `bdl`'s own words is not as it must be: processes, files, ports, locks, journal, disks. */
export async function ledgerDifferences(world: WorldModel, place: Place): Promise<readonly string[]> {
  const record = world.lab === 'here' ? readRecord(place) : null;
  return [
    ...processDifferences(world, place),
    ...fileDifferences(world, place, record),
    ...(record === null ? [] : portDifferences(world, record)),
    ...(record === null ? [] : await journalDifferences(place)),
    ...(record === null ? [] : diskDifferences(world, place, record)),
    ...(await place.differencesOutside()),
  ];
}

function readRecord({ labDir }: Place): LabRecord {
  return labRecordSchema.parse(JSON.parse(readFileSync(join(labDir, 'lab.json'), 'utf8')));
}

/** Which process of ours this is. */
function nameOfProcess({ labDir }: Place, argv: readonly string[]): string {
  const text = argv.join(' ');
  if (!(argv[0] ?? '').includes('qemu-system-')) return text.slice(0, 200);
  const [, node] = new RegExp(`${labDir}/nodes/([^/]+)/qemu\\.pid`).exec(text) ?? [];
  if (node !== undefined) return node;
  return text.includes(`${labDir}/network/`) ? 'hub' : text.slice(0, 200);
}

function processDifferences(world: WorldModel, place: Place): readonly string[] {
  const found = processesIn(place.rootDir)
    .filter(({ pid }) => pid !== place.neighbour.pid)
    .map(({ argv }) => nameOfProcess(place, argv));
  const expected = [...runningNodes(world), ...(world.hub ? ['hub'] : [])];
  return [
    ...expected.filter((name) => !found.includes(name)).map((name) => `no process of ${name}`),
    ...found
      .filter((name, index) => !expected.includes(name) || found.indexOf(name) !== index)
      .map((name) => `a process too many: ${name}`),
  ];
}

function fileDifferences(world: WorldModel, place: Place, record: LabRecord | null): readonly string[] {
  const nodes = (record?.plan.nodes ?? []).map(({ name, vmId }) => ({
    name,
    vmId,
    power: world.nodes[name]?.power ?? 'stopped',
    socket: basename(controlSocketPath('', vmId)),
  }));
  const hubSocket = basename(controlSocketPath('', hubUuid(join(place.labDir, 'network'))));
  const expected = expectedFiles({
    world,
    nodes,
    hubSocket,
    untouchable: place.untouchable,
    labId: basename(place.labDir),
  });
  const data = listTree(place.dataDir).filter((path) => !path.endsWith('/'));
  const runtime = existsSync(place.runtimeDir) ? listTree(place.runtimeDir).map((path) => `run/${path}`) : [];
  const found = [...data, ...runtime.filter((path) => !path.endsWith('/'))];
  return [
    ...expected.required.filter((path) => !found.includes(path)).map((path) => `missing: ${path}`),
    ...found
      .filter((path) => !expected.required.includes(path) && !expected.allowed.some((pattern) => pattern.test(path)))
      .map((path) => `left over: ${path}`),
  ];
}

function portDifferences(world: WorldModel, { plan }: LabRecord): readonly string[] {
  const listening = listeningPorts();
  return plan.nodes.flatMap(({ name, sshPort }) => {
    const isOn = world.nodes[name]?.power === 'running';
    if (listening.has(sshPort) === isOn) return [];
    return [`port ${sshPort} of ${name} is ${isOn ? 'not listened on' : 'held, and the node is off'}`];
  });
}

async function journalDifferences({ labDir }: Place): Promise<readonly string[]> {
  const path = join(labDir, 'journal.jsonl');
  const isWhole = readFileSync(path, 'utf8').endsWith('\n');
  const last = (await readJournal(path, journalEntrySchema)).at(-1);
  return [
    ...(isWhole ? [] : ['the journal ends in half a line']),
    ...(last?.event === 'end' ? [] : [`the journal ends with ${last?.event ?? 'nothing'}`]),
  ];
}

/** Disks of nodes that are off are whole, and hold exactly the snapshots that are noted or still to be taken away. */
function diskDifferences(world: WorldModel, { labDir }: Place, { plan }: LabRecord): readonly string[] {
  return plan.nodes.flatMap(({ name }) => {
    if (world.nodes[name]?.power === 'running') return [];
    const files = vmFiles(join(labDir, 'nodes', name));
    const record = vmRecordSchema.parse(JSON.parse(readFileSync(files.record, 'utf8')));
    const info = execFileSync('qemu-img', ['info', '--output=json', files.disk], { encoding: 'utf8' });
    const found = parseImageInfo(info).snapshots.map(({ tag }) => tag);
    const needed = [
      ...record.snapshots.map(({ tag }) => tag),
      ...(record.resumeFrom === null ? [] : [record.resumeFrom.tag]),
    ];
    const known = [...needed, ...record.orphanTags];
    return [
      ...needed.filter((tag) => !found.includes(tag)).map((tag) => `the disk of ${name} lacks the snapshot ${tag}`),
      ...found
        .filter((tag) => !known.includes(tag))
        .map((tag) => `the disk of ${name} holds ${tag}, which nobody noted`),
      ...damageOf(name, files.disk),
    ];
  });
}

/** Exit code 3 of `qemu-img check` means leaked clusters, which a cut of the power leaves: space, not data. */
function damageOf(name: string, disk: string): readonly string[] {
  try {
    execFileSync('qemu-img', ['check', '-q', disk], { encoding: 'utf8', stdio: 'pipe' });
    return [];
  } catch (error) {
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
    return status === 3 ? [] : [`the disk of ${name} is damaged: ${String(error)}`];
  }
}

/** Size and time of the base's disk, and with `thorough` its content: it never changes once nodes stand on it. */
export async function baseMark({ dataDir }: Place, thorough: boolean): Promise<string> {
  const isSealed = (path: string): boolean => (statSync(join(dataDir, 'bases', path)).mode & 0o222) === 0;
  const disks = listTree(join(dataDir, 'bases')).filter((path) => path.endsWith('/vm/disk.qcow2') && isSealed(path));
  const marks = disks.map(async (path) => {
    const full = join(dataDir, 'bases', path);
    const { size, mtimeMs, mode } = statSync(full);
    return `${path} ${mode.toString(8)} ${size} ${mtimeMs} ${thorough ? await digestOfFile(full) : ''}`;
  });
  return (await Promise.all(marks)).join('\n');
}
