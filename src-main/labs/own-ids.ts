import { LabError } from '../domain/failure.ts';
import type { VmRef } from '../hypervisors/driver.ts';
import { nodeRef, type LabDeps, type LabSession } from './context.ts';
import type { LabRecord } from './lab-record.ts';

/** Who else has a VM of this id, by our own records. */
interface Claim {
  readonly vmId: string;
  readonly place: string;
}

/**
 * Throws `vm-not-ours` when the record of a lab names a VM that another lab, or a base, has as its own: then one of the two was
 * edited by hand, and nothing is changed before it is known which. That the VM was made by this app at all, its driver proves.
 */
export async function refuseForeignIds(deps: LabDeps, record: LabRecord): Promise<void> {
  const { plan } = record;
  const [{ labs }, bases] = await Promise.all([deps.store.listLabs(), deps.store.listBases()]);
  const claims: readonly Claim[] = [
    ...bases.map(({ vmId, baseId }) => ({ vmId, place: deps.paths.baseVmDir(baseId) })),
    ...labs
      .filter((lab) => lab.plan.labId !== plan.labId)
      .flatMap((lab) => lab.plan.nodes.map((node) => nodeRef(deps, lab.plan, node)))
      .map(({ vmId, dir }) => ({ vmId, place: dir })),
  ];
  for (const node of plan.nodes) {
    const claim = claims.find(({ vmId }) => vmId === node.vmId);
    if (claim !== undefined) refuse(nodeRef(deps, plan, node), claim.place);
  }
}

/** Throws `vm-not-ours` unless the base of the lab is the one that its own record, in its own folder, tells of. */
export async function requireOwnBase({ deps, record }: LabSession): Promise<void> {
  const { base } = record();
  if (base === null) return;
  const stored = await deps.store.readBase(base.baseId);
  if (stored === null || stored.vmId === base.vmId) return;
  refuse(base, deps.paths.baseVmDir(base.baseId));
}

function refuse({ name, vmId, dir }: VmRef, place: string): never {
  const params = { name, node: name, vmId, place, dir };
  throw new LabError('vm-not-ours', `${vmId} belongs to ${place}`, { params, evidence: [`${vmId}: ${place}`] });
}
