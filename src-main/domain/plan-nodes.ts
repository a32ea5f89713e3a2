import type { HostFacts, UsableHypervisor } from './host-facts.ts';
import { vmIdSchema, type HypervisorId, type VmId } from './ids.ts';
import type { ExistingLab, LabPlan, PlanInput, PlannedNode } from './plan-types.ts';
import { addressIn } from './subnet.ts';

/** Where the search for a free SSH port begins when 2000 + number is taken. */
const spareSshPort = 2300;
const lastHostNumber = 254;

interface NodeChoices {
  readonly hypervisor: UsableHypervisor;
  readonly subnet: string;
  readonly firstNumber: number;
  readonly memoryMiB: number;
}

/** Decides the nodes of a new lab, numbered from `firstNumber` on. */
export function planNodes(input: PlanInput, choices: NodeChoices): PlannedNode[] {
  const { spec } = input;
  const identities = createIdentities(input, choices.hypervisor.id);
  const takenPorts = new Set(allPorts(input));
  return Array.from({ length: spec.nodes }, (_, index) => choices.firstNumber + index).map((number, index) => {
    const wanted = spec.firstSshPort === undefined ? 2000 + number : spec.firstSshPort + index;
    const sshPort = firstFreePort(wanted, takenPorts);
    takenPorts.add(sshPort);
    return {
      name: `${spec.namePrefix}${String(number)}`,
      number,
      vmId: identities.nextVmId(),
      address: addressIn(choices.subnet, number),
      natMac: identities.nextMac(),
      labMac: identities.nextMac(),
      sshPort,
      cpus: spec.cpus,
      memoryMiB: choices.memoryMiB,
      diskGiB: spec.diskGiB,
    };
  });
}

/** `wanted` when it is free, else the next free one from 2300 on. */
export function firstFreePort(wanted: number, taken: ReadonlySet<number>): number {
  if (!taken.has(wanted)) return wanted;
  let port = spareSshPort;
  while (taken.has(port)) port += 1;
  return port;
}

/** VM ids and MACs that no lab has: VirtualBox accepts a duplicate MAC silently. */
function createIdentities(
  { existing, randomHex }: Pick<PlanInput, 'existing' | 'randomHex'>,
  hypervisor: HypervisorId,
): { readonly nextVmId: () => VmId; readonly nextMac: () => string } {
  const macs = new Set(existing.flatMap((lab) => lab.nodes.flatMap((node) => [node.natMac, node.labMac])));
  function nextMac(): string {
    const mac = randomMac(hypervisor, randomHex(3));
    if (macs.has(mac)) return nextMac();
    macs.add(mac);
    return mac;
  }
  return { nextMac, nextVmId: () => uuidFromHex(randomHex(16)) };
}

const vendors: Readonly<Record<HypervisorId, string>> = {
  virtualbox: '08:00:27',
  parallels: '00:1c:42',
  qemu: '52:54:00',
};

/** A MAC in the range of the hypervisor's maker; `hex` gives the last three bytes. */
export function randomMac(hypervisor: HypervisorId, hex: string): string {
  const vendor = vendors[hypervisor];
  return `${vendor}:${(hex.match(/../g) ?? []).join(':')}`;
}

/** Turns 32 random hexadecimal digits into a version 4 UUID. */
export function uuidFromHex(hex: string): VmId {
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return vmIdSchema.parse(text);
}

/** What nodes added to a lab are decided from; `existing` includes the lab itself. */
export interface ExtraNodesInput {
  readonly plan: LabPlan;
  readonly count: number;
  readonly existing: readonly ExistingLab[];
  readonly host: Pick<HostFacts, 'busyPorts'>;
  readonly randomHex: (bytes: number) => string;
}

/** What names and addresses of added nodes follow from. */
export interface NextNodesInput {
  readonly first: Pick<PlannedNode, 'name' | 'number'>;
  readonly subnet: string;
  readonly count: number;
  /** Names of the nodes of every lab. */
  readonly takenNames: ReadonlySet<string>;
}

/** The next free names with their addresses, as nodes added to a lab get them; null when not so many are left. */
export function nextNodes(input: NextNodesInput): readonly Pick<PlannedNode, 'name' | 'number' | 'address'>[] | null {
  const { first, subnet, count, takenNames } = input;
  const prefix = first.name.slice(0, first.name.length - String(first.number).length);
  const next = Array.from({ length: lastHostNumber - first.number }, (_, index) => first.number + 1 + index)
    .map((number) => ({ name: `${prefix}${String(number)}`, number, address: addressIn(subnet, number) }))
    .filter(({ name }) => !takenNames.has(name))
    .slice(0, count);
  return next.length < count ? null : next;
}

/** Decides nodes added to a lab: sized like its first one, with the next free numbers; null when none are left. */
export function planExtraNodes(input: ExtraNodesInput): readonly PlannedNode[] | null {
  const { plan, count, existing } = input;
  const [first] = plan.nodes;
  if (first === undefined) return null;
  const takenNames = new Set(existing.flatMap((lab) => lab.nodes.map(({ name }) => name)));
  const next = nextNodes({ first, subnet: plan.network.subnet, count, takenNames });
  if (next === null) return null;
  const identities = createIdentities(input, plan.hypervisor);
  const takenPorts = new Set(allPorts(input));
  return next.map(({ name, number, address }) => {
    const sshPort = firstFreePort(2000 + number, takenPorts);
    takenPorts.add(sshPort);
    return {
      ...first,
      name,
      number,
      vmId: identities.nextVmId(),
      address,
      natMac: identities.nextMac(),
      labMac: identities.nextMac(),
      sshPort,
    };
  });
}

function allPorts({ host, existing }: Pick<ExtraNodesInput, 'host' | 'existing'>): readonly number[] {
  return [...host.busyPorts, ...existing.flatMap((lab) => lab.nodes.map((node) => node.sshPort))];
}
