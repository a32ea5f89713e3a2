import { capabilityNames, type DataReport, type Leftover } from '../contract/data-views.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { readFolderBytes } from '../platform/disk.ts';
import { listTrash } from '../store/trash.ts';
import { describeLeftover, findLeftovers, type LeftoverDeps } from './leftover-scan.ts';

type DataDeps = LeftoverDeps;

/** What lies in the data folder that no record names, and what the hypervisors here can do. Changes nothing. */
export function createDataHandlers(deps: DataDeps): Pick<ApiHandlers, 'data.inspect'> {
  return {
    'data.inspect': async (_request, { signal }) => {
      const [hypervisors, leftovers, trash] = await Promise.all([
        readCapabilities(deps),
        readLeftovers(deps, signal),
        measureTrash(deps),
      ]);
      return { logPath: deps.paths.logFile, hypervisors, leftovers, trash };
    },
  };
}

async function readLeftovers(deps: DataDeps, signal: AbortSignal): Promise<Leftover[]> {
  return Promise.all((await findLeftovers(deps, signal)).map(describeLeftover));
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
