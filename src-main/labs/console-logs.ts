import { LabError } from '../domain/failure.ts';
import type { HypervisorId, LabId } from '../domain/ids.ts';
import type { ConsoleInput, VmRef } from '../hypervisors/driver.ts';
import { baseRefOf, isBaseFor } from './base-identity.ts';
import { nodeRef, serialLogPathOf, type LabDeps } from './context.ts';

/** What the serial port of a node says, or that of the base while it is prepared. */
export interface ConsoleLog {
  readonly labId: LabId;
  /** Null: the base of the lab. */
  readonly node: string | null;
  /** Where it is written; null while there is no base yet. */
  readonly findLog: () => Promise<string | null>;
  /** Opens the way in, for what a person types; null where its hypervisor has none. */
  readonly openInput: (() => Promise<ConsoleInput>) | null;
}

/**
 * Finds the log behind a console. The page names a lab and a node of its record, never a path. Throws `lab-not-found` and
 * `node-not-found`.
 */
export function createConsoleLogs(
  deps: Pick<LabDeps, 'store' | 'paths' | 'drivers' | 'logger'>,
): (lab: string, node: string | null) => Promise<ConsoleLog> {
  return async (lab, name) => {
    const { plan } = await deps.store.findLab(lab);
    const { labId } = plan;
    if (name === null) return { labId, node: null, findLog: async () => findBaseLog(deps, labId), openInput: null };
    const node = plan.nodes.find((planned) => planned.name === name);
    if (node === undefined) throw new LabError('node-not-found', `no node '${name}'`, { params: { name } });
    const ref = nodeRef(deps, plan, node);
    const path = serialLogPathOf(ref);
    const openInput = await findInput(deps, { hypervisor: plan.hypervisor, ref });
    return { labId, node: name, findLog: () => Promise.resolve(path), openInput };
  };
}

/** A log can be read while the hypervisor is away. */
async function findInput(
  { drivers, logger }: Pick<LabDeps, 'drivers' | 'logger'>,
  { hypervisor, ref }: { readonly hypervisor: HypervisorId; readonly ref: VmRef },
): Promise<ConsoleLog['openInput']> {
  try {
    const { openConsoleInput } = await drivers.driver(hypervisor);
    return openConsoleInput === undefined
      ? null
      : () => openConsoleInput(ref, { signal: new AbortController().signal });
  } catch (error) {
    logger.info({ error, hypervisor }, 'a console can only be read: its hypervisor is away');
    return null;
  }
}

/** The base the lab stands on, or the one that is being prepared for it. */
async function findBaseLog(deps: Pick<LabDeps, 'store' | 'paths'>, labId: LabId): Promise<string | null> {
  const lab = await deps.store.readLab(labId);
  if (lab === null) return null;
  const bases = await deps.store.listBases();
  const own = bases
    .filter((base) => (lab.base === null ? isBaseFor(lab.plan, base) : base.baseId === lab.base.baseId))
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  return own === undefined ? null : serialLogPathOf(baseRefOf(deps, own));
}
