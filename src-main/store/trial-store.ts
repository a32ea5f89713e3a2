import { z } from 'zod';
import { LabError } from '../domain/failure.ts';
import { hypervisorIdSchema, vmIdSchema, type HypervisorId, type VmId } from '../domain/ids.ts';
import { trialSchema, type Trial } from '../domain/trial.ts';
import type { Logger } from '../platform/logger.ts';
import { inTurn } from './in-turn.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** What came out when hypervisors were tried, and which throw-away VMs may still be there; kept in `hypervisor-trials.json`. */
export interface TrialStore {
  /** The last trial of each hypervisor; none when the file cannot be read, which is logged. */
  readonly list: () => Promise<readonly Trial[]>;
  /** Replaces the last trial of its hypervisor. */
  readonly keep: (trial: Trial) => Promise<void>;
  /** The throw-away VM of a trial that was interrupted. Throws `stored-file-damaged`. */
  readonly leftover: (hypervisor: HypervisorId) => Promise<VmId | null>;
  /** Writes its id down before the VM exists. */
  readonly begin: (hypervisor: HypervisorId, vmId: VmId) => Promise<void>;
  /** It is gone. */
  readonly end: (hypervisor: HypervisorId) => Promise<void>;
}

const storedSchema = z.object({
  schemaVersion: z.literal(1),
  trials: z.array(trialSchema),
  /** Throw-away VMs that were begun and not seen gone. */
  leftovers: z.array(z.object({ hypervisor: hypervisorIdSchema, vmId: vmIdSchema })),
});
type Stored = z.infer<typeof storedSchema>;

const empty: Stored = { schemaVersion: 1, trials: [], leftovers: [] };

/** Reads and writes the file each time: another process may have the same data folder. */
export function createTrialStore(path: string, logger: Logger): TrialStore {
  async function read(): Promise<Stored> {
    return (await readJsonFile(path, storedSchema)) ?? empty;
  }
  function change(next: (stored: Stored) => Stored): Promise<void> {
    return inTurn(`${path} as trials`, async () => writeJsonFile(path, storedSchema, next(await read())));
  }
  return {
    list: async () => {
      try {
        return (await read()).trials;
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        logger.warn({ error }, 'earlier trials cannot be read');
        return [];
      }
    },
    keep: (trial) =>
      change((stored) => ({
        ...stored,
        trials: [...stored.trials.filter(({ hypervisor }) => hypervisor !== trial.hypervisor), trial],
      })),
    leftover: async (id) => (await read()).leftovers.find(({ hypervisor }) => hypervisor === id)?.vmId ?? null,
    begin: (hypervisor, vmId) =>
      change((stored) => ({ ...stored, leftovers: [...without(stored, hypervisor), { hypervisor, vmId }] })),
    end: (hypervisor) => change((stored) => ({ ...stored, leftovers: without(stored, hypervisor) })),
  };
}

function without({ leftovers }: Stored, id: HypervisorId): Stored['leftovers'] {
  return leftovers.filter(({ hypervisor }) => hypervisor !== id);
}
