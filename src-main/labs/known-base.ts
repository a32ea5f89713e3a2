import { LabError } from '../domain/failure.ts';
import { baseRefOf } from './base-identity.ts';
import type { LabSession } from './context.ts';
import { holdsVm } from './own-files.ts';
import { requireOwnBase } from './own-ids.ts';

/**
 * Does work that needs the hypervisor to know the base of the lab. Where the hypervisor has lost its list, the base is made known again
 * from its files, and the work is done once more: nothing that stands on a base can be read before the base.
 */
export async function onKnownBase<T>(session: LabSession, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LabError) || !(await takeUpOnce(session, signal))) throw error;
    return work();
  }
}

const takenUp = new WeakMap<LabSession, Promise<boolean>>();

/** Nodes are worked on side by side: what one has found out about the base is true for all of them. */
function takeUpOnce(session: LabSession, signal: AbortSignal): Promise<boolean> {
  const taking = takenUp.get(session) ?? takeUpBase(session, signal);
  takenUp.set(session, taking);
  return taking;
}

/** True when the hypervisor did not know the base, and does now. */
async function takeUpBase(session: LabSession, signal: AbortSignal): Promise<boolean> {
  const { deps, driver, record } = session;
  const { base } = record();
  const stored = base === null ? null : await deps.store.readBase(base.baseId);
  if (stored === null) return false;
  await requireOwnBase(session);
  const ref = baseRefOf(deps, stored);
  const { state } = await driver.inspect(ref, { signal });
  if (state !== 'absent' || !(await holdsVm(ref))) return false;
  await driver.adoptVm(ref, { signal });
  return true;
}
