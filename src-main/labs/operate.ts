import { rm, rmdir } from 'node:fs/promises';
import type { CallContext } from '../contract/methods.ts';
import { operationIdSchema, type LabId } from '../domain/ids.ts';
import type { OperationInfo, OperationKind } from '../domain/operation.ts';
import { uuidFromHex } from '../domain/plan-nodes.ts';
import { journalEntrySchema, stepsBegunEarlier } from '../operations/journal-entry.ts';
import { runOperation } from '../operations/runner.ts';
import type { Work } from '../operations/step.ts';
import { appendJournal, readJournal } from '../store/journal.ts';
import { fileErrorCode, isMissingFile } from '../store/file-error.ts';
import { withLock } from '../store/lock.ts';
import { foresee, learnFrom } from './foresee.ts';
import { createLabSession, type LabDeps, type LabSession } from './context.ts';
import type { LabRecord } from './lab-record.ts';
import { refuseForeignIds } from './own-ids.ts';
import { sweepLabFolder } from './sweep-lab-folder.ts';

/** One operation on one lab. */
export interface LabOperation {
  readonly kind: OperationKind;
  readonly record: LabRecord;
  /** Called under the lab's lock; may look at the hypervisor in order to decide. */
  readonly work: (session: LabSession) => Promise<Work>;
}

/**
 * Runs one operation under the lab's lock: one lab is changed by one process at a time, whichever shell it came from. Throws
 * `lab-busy` when another one is at it; how the operation itself ended is in the answer.
 */
export async function operate(deps: LabDeps, operation: LabOperation, options: CallContext): Promise<OperationInfo> {
  const { labId } = operation.record.plan;
  const { signal } = options;
  const lock = { purpose: operation.kind, processes: deps.processes, clock: deps.clock, signal };
  return withLock(deps.paths.labLockFile(labId), lock, async () => {
    const guests = deps.guests.keepConnections();
    try {
      return await operateLocked({ ...deps, guests }, operation, options);
    } finally {
      guests.close();
    }
  });
}

async function operateLocked(deps: LabDeps, operation: LabOperation, options: CallContext): Promise<OperationInfo> {
  const { labId } = operation.record.plan;
  const driver = await deps.drivers.driver(operation.record.plan.hypervisor);
  // Another process may have changed the lab between the caller's look and the lock.
  const record = (await deps.store.readLab(labId)) ?? operation.record;
  await refuseForeignIds(deps, record);
  const session = createLabSession(deps, driver, record);
  await sweepLabFolder(deps, record);
  const journalPath = deps.paths.journalFile(labId);
  const earlier = await readJournal(journalPath, journalEntrySchema);
  const work = await operation.work(session);
  const foreseen = await foresee(deps, driver, work);
  const { onProgress } = options;
  const finished = await runOperation({
    id: operationIdSchema.parse(uuidFromHex(deps.random.hex(16))),
    kind: operation.kind,
    target: labId,
    work,
    signal: options.signal,
    clock: deps.clock,
    journal: (entry) => appendJournal(journalPath, journalEntrySchema, entry),
    publish: (info) => onProgress?.(foreseen(info)),
    begunEarlier: stepsBegunEarlier(earlier, operation.kind),
  });
  await learnFrom(deps, driver, finished);
  await removeForgottenFolder(deps, labId);
  return finished;
}

/** A lab whose making was undone has no record any more; what is left is the journal of the undoing, which was reported. */
async function removeForgottenFolder({ store, paths }: LabDeps, labId: LabId): Promise<void> {
  if ((await store.readLab(labId)) !== null) return;
  await rm(paths.journalFile(labId), { force: true });
  await removeIfEmpty(paths.labDir(labId));
}

async function removeIfEmpty(dir: string): Promise<void> {
  try {
    await rmdir(dir);
  } catch (error) {
    if (!isMissingFile(error) && fileErrorCode(error) !== 'ENOTEMPTY') throw error;
  }
}
