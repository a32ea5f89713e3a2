import { rm } from 'node:fs/promises';
import { translateFileError } from '../../store/file-error.ts';
import type { VmRef } from '../driver.ts';
import type { TrialPlace, TrialSight, TrialWay } from '../trial-vm.ts';
import { createVm, describe, setBehaviour, setHardware } from './argv.ts';
import { registryKey, runAll, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { lookUp, requireMade } from './look-up.ts';
import { createContext, requireTools } from './parallels-driver.ts';
import type { OpenSetup } from './parallels-driver.ts';
import { forceStop, startVm } from './power.ts';
import { deleteVm } from './removal.ts';
import { toNodeState } from './state-map.ts';
import { beginUnfinished } from './vm-folder.ts';

const patienceMs = 30_000;
/** What the smallest nodes have; less was never tried by others on Apple silicon. */
const hardware = { cpus: 1, memoryMiB: 1024 } as const;

/** Ways to try Parallels: one, as its guests never run without the CPU's help. Throws `hypervisor-missing`. */
export async function prepareParallelsTrial(setup: OpenSetup, place: TrialPlace): Promise<readonly TrialWay[]> {
  const paths = await requireTools(setup);
  return [parallelsTrialWay(createContext({ ...setup, paths, architecture: setup.platform.architecture }), place)];
}

/**
 * A VM without a disk. Its firmware finds nothing to start and waits, which shows that Parallels may and can run VMs here: that its
 * licence allows it, and macOS too. From its first call on it is marked as unfinished, so that it is taken away by this mark.
 */
function parallelsTrialWay(context: DriverContext, place: TrialPlace): TrialWay {
  const ref: VmRef = { ...place, name: 'bdl-trial' };
  return {
    acceleration: 'native',
    proof: 'running',
    patienceMs,
    create: async (options) => {
      await beginUnfinished(ref, { vmId: ref.vmId });
      const { signal } = options;
      await context.registry.run(registryKey, () => runFor(context, ref, { call: createVm(ref), signal }));
      const { id } = await requireMade(context, ref, signal);
      const calls = [describe(id, { vmId: ref.vmId }), setHardware(id, hardware), ...setBehaviour(id)];
      await runAll(context, ref, { calls, options, from: 0, to: 1 });
    },
    start: (options) => startVm(context, ref, options),
    look: ({ signal }) => look(context, ref, signal),
    readMode: () => Promise.resolve({ mode: 'native', evidence: [] }),
    stop: (options) => forceStop(context, ref, options),
    remove: async (options) => {
      await deleteVm(context, ref, options);
      await removeFolder(place.dir);
    },
  };
}

async function look(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<TrialSight> {
  const found = await lookUp(context, ref, signal);
  if (found.kind !== 'found') return { runs: false, serial: '', log: ['prlctl list: it is not there'] };
  const state = toNodeState(found.info.stateText);
  const runs = state === 'running' ? true : ['stopped', 'broken'].includes(state) ? false : null;
  return { runs, serial: '', log: [`prlctl list: ${found.info.stateText}`] };
}

async function removeFolder(dir: string): Promise<void> {
  try {
    await rm(dir, { recursive: true, force: true });
  } catch (error) {
    throw translateFileError(error, dir);
  }
}
