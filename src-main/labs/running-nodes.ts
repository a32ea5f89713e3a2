import { LabError } from '../domain/failure.ts';
import type { VmId } from '../domain/ids.ts';
import type { VmInspection } from '../hypervisors/driver.ts';

/**
 * Names of the nodes that run. Throws `vm-busy` with the hypervisor's words where one does not tell: unknown is not off, and what is
 * decided by this (who is started, who is asked for a proof) would be decided wrongly.
 */
export function namesOfRunning(
  nodes: readonly { readonly name: string; readonly vmId: VmId }[],
  inspected: ReadonlyMap<VmId, VmInspection>,
): readonly string[] {
  for (const { name, vmId } of nodes) {
    const { state, reasons } = inspected.get(vmId) ?? { state: 'unknown', reasons: [] };
    if (state !== 'unknown') continue;
    throw new LabError('vm-busy', `cannot tell the state of ${name}`, { params: { name }, evidence: reasons });
  }
  return nodes.filter(({ vmId }) => inspected.get(vmId)?.state === 'running').map(({ name }) => name);
}
