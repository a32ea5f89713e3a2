import { join } from 'node:path';
import { capabilityNames, type DataReport, type Leftover } from '../contract/data-views.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema } from '../domain/ids.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { listFolders } from '../store/list-folders.ts';
import { listTrash } from '../store/trash.ts';
import type { LabDeps } from './context.ts';

type DataDeps = Pick<LabDeps, 'paths' | 'store' | 'drivers' | 'host'>;

/** What lies in the data folder that no record names, and what the hypervisors here can do. Changes nothing. */
export function createDataHandlers(deps: DataDeps): Pick<ApiHandlers, 'data.inspect'> {
  return {
    'data.inspect': async () => {
      const [hypervisors, leftovers, trash] = await Promise.all([
        readCapabilities(deps),
        findLeftovers(deps),
        measureTrash(deps),
      ]);
      return { logPath: deps.paths.logFile, hypervisors, leftovers, trash };
    },
  };
}

async function readCapabilities({ drivers, host }: DataDeps): Promise<DataReport['hypervisors']> {
  const { hypervisors } = await host.readFacts();
  return Promise.all(
    hypervisors.map(async ({ id }) => {
      const { capabilities } = await drivers.driver(id);
      return { id, capabilities: capabilityNames.map((name) => ({ name, able: capabilities[name] })) };
    }),
  );
}

async function measureTrash({ paths }: DataDeps): Promise<DataReport['trash']> {
  const entries = await listTrash(paths);
  return { entries: entries.length, sizeBytes: await readFolderBytes(paths.trashDir) };
}

type Found = Pick<Leftover, 'kind' | 'path'>;

async function findLeftovers(deps: DataDeps): Promise<DataReport['leftovers']> {
  const found = [...(await labLeftovers(deps)), ...(await baseLeftovers(deps)), ...(await trashLeftovers(deps))];
  return Promise.all(found.map(async (item) => ({ ...item, sizeBytes: await readFolderBytes(item.path) })));
}

/** A lab whose record is damaged is none: it is listed as a damaged lab. */
async function labLeftovers({ paths, store }: DataDeps): Promise<readonly Found[]> {
  const { labs, damaged } = await store.listLabs();
  const recorded = new Set<string>([...labs.map(({ plan }) => plan.labId), ...damaged.map(({ labId }) => labId)]);
  const folders = (await listFolders(paths.labsDir)).filter((name) => !recorded.has(name));
  const nodes = await Promise.all(
    labs.map(async ({ plan }) => {
      const planned = new Set(plan.nodes.map(({ name }) => name));
      const nodesDir = paths.nodesDir(plan.labId);
      return (await listFolders(nodesDir)).filter((name) => !planned.has(name)).map((name) => join(nodesDir, name));
    }),
  );
  return [
    ...folders.map((name): Found => ({ kind: 'lab-folder', path: join(paths.labsDir, name) })),
    ...nodes.flat().map((path): Found => ({ kind: 'node-folder', path })),
  ];
}

async function baseLeftovers({ paths, store }: DataDeps): Promise<readonly Found[]> {
  const names = await listFolders(paths.basesDir);
  const kinds = await Promise.all(names.map((name) => kindOfBase(store, name)));
  return names.flatMap((name, index): readonly Found[] => {
    const kind = kinds[index] ?? null;
    return kind === null ? [] : [{ kind, path: join(paths.basesDir, name) }];
  });
}

/** Null for a whole base. */
async function kindOfBase(store: DataDeps['store'], name: string): Promise<Leftover['kind'] | null> {
  const baseId = baseIdSchema.safeParse(name);
  if (!baseId.success) return 'base-folder';
  try {
    const base = await store.readBase(baseId.data);
    if (base === null) return 'base-folder';
    return base.snapshotId === null ? 'base-unsealed' : null;
  } catch (error) {
    if (error instanceof LabError) return 'base-damaged';
    throw error;
  }
}

async function trashLeftovers({ paths }: DataDeps): Promise<readonly Found[]> {
  const known = new Set((await listTrash(paths)).map(({ id }) => id));
  const folders = (await listFolders(paths.trashDir)).filter((name) => !known.has(name));
  return folders.map((name) => ({ kind: 'trash-folder', path: join(paths.trashDir, name) }));
}
