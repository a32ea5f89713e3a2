import type { VmRef } from '../driver.ts';
import { addForward, forwardName, listNetworks, removeForward, showNetwork } from './argv.ts';
import type { DriverContext } from './context.ts';
import { noClearAnswer, toLabError } from './failures.ts';
import { LabError } from '../../domain/failure.ts';
import { parseForwards, parseNetworkList } from './parse-networks.ts';
import type { ForwardRule, NetworkInfo } from './parse-networks.ts';

/** Every network of Parallels. Throws when there was no clear answer. */
export async function readNetworks(context: DriverContext, signal: AbortSignal): Promise<readonly NetworkInfo[]> {
  const stdout = await context.tools.run(listNetworks, signal);
  const networks = parseNetworkList(stdout);
  if (networks === null) throw noClearAnswer('prlsrvctl', 'no list of networks', stdout.split('\n').slice(0, 5));
  return networks;
}

const sharedIds = new WeakMap<DriverContext, string>();

/** Id of the network all VMs share with the Mac; usually `Shared`. Asked for once. */
async function sharedNetworkId(context: DriverContext, signal: AbortSignal): Promise<string> {
  const known = sharedIds.get(context);
  if (known !== undefined) return known;
  const shared = (await readNetworks(context, signal)).find(({ type }) => type === 'shared');
  if (shared === undefined)
    throw new LabError('parallels-network-off', 'Parallels has no shared network', {
      params: { hypervisor: 'Parallels Desktop' },
    });
  sharedIds.set(context, shared.networkId);
  return shared.networkId;
}

/** Every forward of the shared network, other programs' too. */
export async function readForwards(context: DriverContext, signal: AbortSignal): Promise<readonly ForwardRule[]> {
  const sharedId = await sharedNetworkId(context, signal);
  const stdout = await context.tools.run(showNetwork(sharedId), signal);
  const rules = parseForwards(stdout);
  if (rules === null) throw noClearAnswer('prlsrvctl', 'no list of forwards', stdout.split('\n').slice(0, 5));
  return rules;
}

/** Our forward of a VM, or null. Another's rule is never looked at, whatever VM it names. */
export function forwardOf(rules: readonly ForwardRule[], ref: Pick<VmRef, 'vmId'>): ForwardRule | null {
  return rules.find(({ name }) => name === forwardName(ref)) ?? null;
}

interface Wanted {
  readonly ref: VmRef;
  /** Parallels' id of the VM. */
  readonly target: string;
  readonly sshPort: number;
  readonly signal: AbortSignal;
}

/** Has exactly one forward for the VM, to this port. Call it in the registry queue. */
export async function ensureForward(context: DriverContext, wanted: Wanted): Promise<void> {
  const { ref, target, sshPort, signal } = wanted;
  try {
    const sharedId = await sharedNetworkId(context, signal);
    const found = forwardOf(await readForwards(context, signal), ref);
    if (found?.hostPort === sshPort && sameVm(found.target, target)) return;
    if (found !== null) await context.tools.run(removeForward(sharedId, found.name), signal);
    await context.tools.run(addForward(sharedId, { name: forwardName(ref), sshPort, target }), signal);
    const made = forwardOf(await readForwards(context, signal), ref);
    if (made?.hostPort !== sshPort) throw noClearAnswer('prlsrvctl', `no forward from port ${sshPort}`, []);
  } catch (error) {
    throw toLabError(error, { name: ref.name, path: ref.dir });
  }
}

function sameVm(told: string, id: string): boolean {
  return told.replaceAll(/[{}]/g, '').toLowerCase() === id.replaceAll(/[{}]/g, '').toLowerCase();
}

/** Takes our forward of the VM away. None: nothing. Call it in the registry queue. */
export async function dropForward(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  try {
    const found = forwardOf(await readForwards(context, signal), ref);
    if (found === null) return;
    await context.tools.run(removeForward(await sharedNetworkId(context, signal), found.name), signal);
    if (forwardOf(await readForwards(context, signal), ref) !== null)
      throw noClearAnswer('prlsrvctl', `the forward ${found.name} is still there`, []);
  } catch (error) {
    throw toLabError(error, { name: ref.name, path: ref.dir });
  }
}
