import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, LabNetwork, NodeDefinition } from '../driver.ts';
import { addNetwork, removeNetwork, setLabNetwork, silenceDhcp } from './argv.ts';
import { registryKey, runFor } from './context.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, toLabError } from './failures.ts';
import { readNetworks } from './forwards.ts';
import { findVm, readVms } from './look-up.ts';
import { toNodeState } from './state-map.ts';
import type { VmInfo } from './vm-info.ts';

const marks = 8;

/**
 * Id of a lab's network in Parallels. Networks are global there, for every program and user of the Mac: the digits behind the
 * name come from the lab's folder, so that a network of that id can only be this lab's.
 */
export function labNetworkId({ name, dir }: Pick<LabNetwork, 'name' | 'dir'>): string {
  return `${name}-${createHash('sha256').update(resolve(dir)).digest('hex').slice(0, marks)}`;
}

/** The same for a node. */
export function networkIdOf({ networkName, networkDir }: NodeDefinition): string {
  return labNetworkId({ name: networkName, dir: networkDir });
}

/** Our name of a network, from its id in Parallels. */
export function networkNameOf(networkId: string | null): string | null {
  return networkId === null ? null : networkId.replace(/-[0-9a-f]{8}$/, '');
}

/** True for the name of an adapter of the Mac, which some versions tell in place of the id of its network. */
export function isAdapterName(told: string | null | undefined): boolean {
  return told !== null && told !== undefined && /^(?:vnic|bridge)\d+$/.test(told);
}

const subject = { name: 'network', path: '' };

/** Has the host-only network: Parallels knows no network without the Mac. Call it in the registry queue. */
export async function ensureHostOnly(context: DriverContext, networkId: string, signal: AbortSignal): Promise<void> {
  try {
    if (await networkExists(context, networkId, signal)) return;
    await context.tools.run(addNetwork(networkId), signal);
    await context.tools.run(silenceDhcp(networkId), signal);
    if (!(await networkExists(context, networkId, signal)))
      throw noClearAnswer('prlsrvctl', `no network ${networkId}`, []);
  } catch (error) {
    throw toLabError(error, { ...subject, name: networkId });
  }
}

async function networkExists(context: DriverContext, networkId: string, signal: AbortSignal): Promise<boolean> {
  return (await readNetworks(context, signal)).some((network) => network.networkId === networkId);
}

function uses({ marker, adapters }: VmInfo, networkId: string): boolean {
  return marker?.networkId === networkId || adapters.some((adapter) => adapter.networkId === networkId);
}

/** Takes a lab's network away when no VM Parallels knows needs it. Gone: nothing. Call it in the registry queue. */
export async function dropUnusedNetwork(context: DriverContext, networkId: string, signal: AbortSignal): Promise<void> {
  try {
    if (!(await networkExists(context, networkId, signal))) return;
    if ((await readVms(context, signal)).some((vm) => uses(vm, networkId))) return;
    await context.tools.run(removeNetwork(networkId), signal);
    if (await networkExists(context, networkId, signal))
      throw noClearAnswer('prlsrvctl', `the network ${networkId} is still there`, []);
  } catch (error) {
    throw toLabError(error, { ...subject, name: networkId });
  }
}

/** As promised by `NetworkControl.ensureNetwork`: it is there, and every member that Parallels knows is plugged into it. */
export async function ensureNetwork(
  context: DriverContext,
  network: LabNetwork,
  { signal }: CallOptions,
): Promise<void> {
  throwIfCancelled(signal);
  const networkId = labNetworkId(network);
  await context.registry.run(registryKey, async () => {
    await ensureHostOnly(context, networkId, signal);
    const vms = await readVms(context, signal).catch((error: unknown) => {
      throw toLabError(error, { ...subject, name: networkId });
    });
    for (const ref of network.members) {
      const found = await findVm(vms, ref);
      if (found.kind !== 'found' || toNodeState(found.info.stateText) !== 'stopped') continue;
      const adapter = found.info.adapters.find(({ device }) => device === 'net1');
      if (adapter === undefined || adapter.networkId === networkId) continue;
      await runFor(context, ref, { call: setLabNetwork(found.info.id, networkId), signal });
    }
  });
}

/** As promised by `NetworkControl.releaseNetwork`; while Parallels knows a node of it, it stays: the node is plugged into it. */
export async function releaseNetwork(
  context: DriverContext,
  network: LabNetwork,
  { signal }: CallOptions,
): Promise<void> {
  throwIfCancelled(signal);
  await context.registry.run(registryKey, () => dropUnusedNetwork(context, labNetworkId(network), signal));
}
