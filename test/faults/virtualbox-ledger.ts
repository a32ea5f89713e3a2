import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseMediumInfo } from '../../src-main/hypervisors/virtualbox/parse-medium-info.ts';
import { parseShowVmInfo } from '../../src-main/hypervisors/virtualbox/parse-showvminfo.ts';
import { withoutIds } from './file-points.ts';
import { describeFile, heldLocks } from './ledger-lines.ts';
import { describeUsersFile, describeUsersFiles, isUsers } from './users-things.ts';
import { mayDiffer, type App, type Ledger } from './world.ts';

/** VMs of the user's own, by names of ours. */
export const users = ['pi-200', 'base-ubuntu-24.04'];

/** VBoxManage without anything in between. */
export function vbox(...args: readonly string[]): string {
  return execFileSync('VBoxManage', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Every disk that VirtualBox knows. */
export function listDisks(): ReturnType<typeof parseMediumInfo> {
  return parseMediumInfo(vbox('list', '--long', 'hdds'));
}

function registeredIds(): readonly string[] {
  return [...vbox('list', 'vms').matchAll(/\{([0-9a-f-]{36})\}$/gm)].map(([, id]) => id ?? '');
}

/** What the ledger is read from. */
export interface LedgerParts {
  /** Folder of VirtualBox's own settings. */
  readonly settings: string;
  readonly rootDir: string;
  readonly dataDir: string;
  readonly powerFile: string;
  /** Disks that were there at the start. */
  readonly kept: ReadonlySet<string>;
  readonly app: App | null;
}

function describeVm(
  rootDir: string,
  vmId: string,
): { readonly line: string; readonly forwards: number; readonly isUsers: boolean } {
  try {
    const info = parseShowVmInfo(vbox('showvminfo', vmId, '--machinereadable'));
    if (info === null) return { line: `${vmId}: no answer`, forwards: 0, isUsers: false };
    const { name, groups, cpus, memoryMiB, adapters, snapshots, media, configPath } = info;
    const nics = adapters.map(
      ({ slot, attachment, networkName, cableConnected }) =>
        `${slot} ${attachment} ${String(networkName)} ${String(cableConnected)}`,
    );
    const disks = media.map(({ port, path }) => `${String(port)} ${withoutIds(relative(rootDir, path))}`);
    const line = JSON.stringify({
      name,
      groups,
      cpus,
      memoryMiB,
      nics,
      disks,
      snapshots: snapshots.map((one) => one.name),
      config: relative(rootDir, configPath),
    });
    return {
      line,
      forwards: adapters.flatMap(({ forwards }) => forwards).length,
      isUsers: configPath.startsWith(join(rootDir, 'user')),
    };
  } catch (error) {
    return {
      line: withoutIds(`unreadable: ${error instanceof Error ? error.message : String(error)}`),
      forwards: 0,
      isUsers: false,
    };
  }
}

/** The ledger of the real VBoxManage and of the folders below `rootDir`. */
export async function readLedger({ rootDir, settings, dataDir, powerFile, kept, app }: LedgerParts): Promise<Ledger> {
  const vms = registeredIds().map((vmId) => ({ vmId, ...describeVm(rootDir, vmId) }));
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const tree = found.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const own = tree.filter((path) => !isUsers(relative(rootDir, path))).sort();
  const isLock = (path: string): boolean => path.includes('.lock');
  // VirtualBox's copy of the settings before its last change.
  const files = own.filter(
    (path) => !mayDiffer(relative(dataDir, path)) && !isLock(path) && !path.endsWith('.vbox-prev'),
  );
  const running: unknown = JSON.parse(await readFile(powerFile, 'utf8'));
  // What VirtualBox's server only remembers goes with it; what stands in its settings stays.
  const settingsText = await readFile(join(settings, 'VirtualBox.xml'), 'utf8');
  const noted = [...settingsText.matchAll(/ (?:location|src)="([^"]*)"/g)].map(([, path]) => path ?? '');
  const usersVms = users.flatMap((name) =>
    [`${name}.vbox`, `${name}.vdi`].map((file) => join(rootDir, 'user', name, file)),
  );
  return {
    vms: vms.map(({ line }) => line),
    disks: [
      ...listDisks().map(
        ({ mediumId, path, type, state, capacityMiB }) =>
          `${withoutIds(relative(rootDir, path))} ${type} ${state} ${String(capacityMiB)} ${kept.has(mediumId) ? 'as before' : 'new'}`,
      ),
      ...noted.map((path) => `noted ${withoutIds(relative(rootDir, path))}`),
    ],
    files: await Promise.all(files.map((path) => describeFile(dataDir, path))),
    ports: vms.map(({ line, forwards }) => `${String(forwards)} of ${line.slice(0, 40)}`),
    processes: Object.keys(typeof running === 'object' && running !== null ? running : {}).filter(
      (id) => !vms.some(({ vmId }) => vmId === id),
    ),
    locks: app === null ? [] : await heldLocks(own.filter(isLock), app.deps.processes),
    users: [
      ...(await describeUsersFiles(rootDir)),
      ...(await Promise.all(usersVms.map((path) => describeUsersFile(rootDir, path)))),
    ],
  };
}
