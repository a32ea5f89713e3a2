import { dirname } from 'node:path';
import { vmIdSchema } from '../../domain/ids.ts';
import type { CallOptions, FoundVm } from '../driver.ts';
import { listVms, listVmsLong } from './argv.ts';
import type { DriverContext } from './context.ts';
import { readListing } from './listing.ts';
import { isBelow } from './media.ts';
import { parseListLong } from './parse-list-long.ts';
import { parseListVms } from './parse-list-vms.ts';
import { toNodeState } from './state-map.ts';

/** As promised by `HypervisorDriver.listBelow`. VMs that VirtualBox cannot read are left out: it does not tell where they lie. */
export async function listBelow(
  context: DriverContext,
  dir: string,
  { signal }: CallOptions,
): Promise<readonly FoundVm[]> {
  const names = parseListVms((await readListing(context, listVms, signal)).stdout);
  if (names.length === 0) return [];
  const details = parseListLong((await readListing(context, listVmsLong, signal)).stdout);
  return names.flatMap(({ vmId, name }): readonly FoundVm[] => {
    const found = details.get(vmId);
    if (found === undefined || !isBelow(found.configPath, dir)) return [];
    return [
      { vmId: vmIdSchema.parse(vmId), name, dir: dirname(found.configPath), state: toNodeState(found.stateText) },
    ];
  });
}
