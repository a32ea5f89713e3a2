import type { ApiHandlers, CallContext } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { operationIdSchema, vmIdSchema, type HypervisorId } from '../domain/ids.ts';
import type { OperationInfo } from '../domain/operation.ts';
import { unknownVersion } from '../domain/trial.ts';
import type { HypervisorRegistry } from '../hypervisors/detect.ts';
import { runOperation } from '../operations/runner.ts';
import type { Clock } from '../platform/clock.ts';
import { uuidFrom, type Random } from '../platform/random.ts';
import type { ProcessTable } from '../process/command.ts';
import { ensureDataFolder } from '../store/data-folder.ts';
import type { DataPaths } from '../store/file-names.ts';
import { withLock } from '../store/lock.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { trialWork } from './trial-work.ts';

/** What trying a hypervisor needs. */
export interface TrialDeps {
  readonly paths: DataPaths;
  readonly registry: Pick<HypervisorRegistry, 'survey' | 'prepareTrial' | 'forget'>;
  readonly trials: TrialStore;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly random: Random;
  /** Null: nobody can tell. */
  readonly readAvailableMemoryMiB: () => number | null;
}

/** Trying beats studying: a throw-away VM is really started, whatever detection believes. */
export function createTrialHandlers(deps: TrialDeps): Pick<ApiHandlers, 'host.trial' | 'host.trials'> {
  return {
    'host.trial': ({ hypervisor }, options) => tryHypervisor(deps, hypervisor, options),
    'host.trials': async () => [...(await deps.trials.list())],
  };
}

async function tryHypervisor(deps: TrialDeps, id: HypervisorId, options: CallContext): Promise<OperationInfo> {
  const { paths, clock, random, trials } = deps;
  const { signal } = options;
  await ensureDataFolder(paths);
  return underLock(deps, signal, async () => {
    const version = await versionOf(deps, id, signal);
    const dir = paths.trialDir(id);
    const vmId = vmIdSchema.parse(uuidFrom(random));
    const ways = await deps.registry.prepareTrial(id, { vmId, dir }, signal);
    return runOperation({
      id: operationIdSchema.parse(uuidFrom(random)),
      kind: 'trial',
      // No lab can be called like this.
      target: `hypervisor:${id}`,
      work: trialWork({
        hypervisor: id,
        ways,
        clock,
        readAvailableMemoryMiB: deps.readAvailableMemoryMiB,
        begin: async () => {
          await removeLeftover(deps, id, signal);
          await trials.begin(id, vmId);
        },
        end: () => trials.end(id),
        keep: async (outcome) => {
          await trials.keep({ hypervisor: id, version, at: new Date(clock.now()).toISOString(), outcome });
          deps.registry.forget(id);
        },
      }),
      signal,
      clock,
      journal: () => Promise.resolve(),
      publish: options.onProgress ?? (() => undefined),
    });
  });
}

/** One throw-away VM at a time, whichever process wants it: two would get into each other's folder and into each other's way. */
async function underLock<T>(deps: TrialDeps, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { paths, processes, clock } = deps;
  try {
    return await withLock(paths.trialLockFile, { purpose: 'trial', processes, clock, signal }, work);
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'lab-busy') throw error;
    throw new LabError('trial-busy', 'another trial is under way', { params: error.params, cause: error });
  }
}

/** What a killed trial left: the VM with the id that it wrote down, and nothing else. */
async function removeLeftover({ trials, registry, paths }: TrialDeps, id: HypervisorId, signal: AbortSignal) {
  const vmId = await trials.leftover(id);
  if (vmId === null) return;
  const [way] = await registry.prepareTrial(id, { vmId, dir: paths.trialDir(id) }, signal);
  await way?.stop({ signal });
  await way?.remove({ signal });
  await trials.end(id);
}

/** Throws `hypervisor-missing`, so that nothing is tried which is not there. */
async function versionOf({ registry }: TrialDeps, id: HypervisorId, signal: AbortSignal): Promise<string> {
  const found = (await registry.survey(signal)).findings.find((finding) => finding.id === id);
  if (found !== undefined && found.kind !== 'missing') return found.version ?? unknownVersion;
  throw new LabError('hypervisor-missing', `${id} is not here`, {
    params: { hypervisor: id },
    evidence: found?.evidence ?? [],
  });
}
