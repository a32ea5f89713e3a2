import type { HostFacts, UsableHypervisor } from './host-facts.ts';
import { memoryLimitsMiB, type LabSpec } from './lab-spec.ts';
import { labIdFor, sameLabName } from './names.ts';
import { planNodes } from './plan-nodes.ts';
import type { LabPlan, PlanInput, PlanRemark, PlanResult } from './plan-types.ts';
import { diskFloorBytes, leavesRoom, toGiB } from './disk-room.ts';
import { chooseMemoryMiB, diskNeededBytes, leastMemoryMiB, nodesThatFit } from './sizing.ts';
import { refusedNames } from './start-order.ts';
import { candidateSubnets, canonicalSubnet, prefixLengthOf, subnetsOverlap } from './subnet.ts';

const defaultFirstNumber = 200;
const lastHostNumber = 254;

/**
 * Decides everything a lab needs: names, addresses, MACs, ports, sizes. Pure. Answers with every problem at once, so that
 * nothing has to be created to find out that it cannot be.
 */
export function planLab(input: PlanInput): PlanResult {
  const { spec, host } = input;
  const hypervisor = chooseHypervisor(spec, host);
  const subnet = chooseSubnet(input);
  const firstNumber = chooseFirstNumber(input);
  const leastMiB = leastMemoryMiB(host.architecture, hypervisor?.id);
  const memoryMiB = spec.memoryMiB ?? chooseMemoryMiB(host, spec.nodes, leastMiB);
  const problems = [
    ...nameProblems(input),
    ...(hypervisor === undefined ? [missingHypervisor(spec)] : []),
    ...subnetProblems(input, subnet),
    ...numberProblems(input, firstNumber),
    ...smallNodeProblems(memoryMiB, leastMiB),
    ...sizeProblems(input, memoryMiB),
    ...portProblems(input),
    ...networkProblems(input),
    ...sharedDiskProblems(input),
    ...orderProblems(input, firstNumber),
  ];
  if (problems.length > 0 || hypervisor === undefined || subnet === undefined || firstNumber === undefined) {
    return { ok: false, problems };
  }
  const nodes = planNodes(input, { hypervisor, subnet, firstNumber, memoryMiB });
  const plan: LabPlan = {
    labId: labIdFor(spec.name, new Set(input.existing.map((lab) => lab.labId))),
    name: spec.name,
    hypervisor: hypervisor.id,
    architecture: host.architecture,
    image: spec.image,
    network: { name: chooseNetworkName(input), subnet, prefixLength: prefixLengthOf(subnet) },
    user: spec.user,
    keyboard: spec.keyboard,
    locale: spec.locale,
    timezone: spec.timezone,
    diskGiB: spec.diskGiB,
    upgrade: spec.upgrade,
    sharedDisks: spec.sharedDisks,
    nodes,
    startStages: spec.startStages,
  };
  return { ok: true, plan, warnings: warningsFor(input, hypervisor, memoryMiB) };
}

function chooseHypervisor(spec: LabSpec, host: HostFacts): UsableHypervisor | undefined {
  return host.hypervisors.find((found) => spec.hypervisor === undefined || found.id === spec.hypervisor);
}

function missingHypervisor(spec: LabSpec): PlanRemark {
  return { code: 'hypervisor-missing', field: 'hypervisor', params: { hypervisor: spec.hypervisor ?? 'any' } };
}

function nameProblems({ spec, existing }: PlanInput): readonly PlanRemark[] {
  const taken = existing.some((lab) => sameLabName(lab.name, spec.name));
  return taken ? [{ code: 'lab-name-taken', field: 'name', params: { name: spec.name } }] : [];
}

function takenSubnets({ host, existing }: PlanInput): readonly { readonly cidr: string; readonly owner: string }[] {
  return [
    ...host.routes.map((route) => ({ cidr: route.cidr, owner: route.interfaceName })),
    ...existing.map((lab) => ({ cidr: lab.subnet, owner: lab.name })),
  ];
}

function chooseSubnet(input: PlanInput): string | undefined {
  if (input.spec.subnet !== undefined) return canonicalSubnet(input.spec.subnet);
  const taken = takenSubnets(input);
  return candidateSubnets().find((subnet) => !taken.some(({ cidr }) => subnetsOverlap(cidr, subnet)));
}

function subnetProblems(input: PlanInput, subnet: string | undefined): readonly PlanRemark[] {
  if (subnet === undefined)
    return [{ code: 'subnet-overlaps', field: 'subnet', params: { subnet: '10.77.0.0/16', owner: '*' } }];
  if (prefixLengthOf(subnet) !== 24) {
    return [{ code: 'invalid-input', field: 'subnet', params: { value: subnet, expected: '/24' } }];
  }
  const clash = takenSubnets(input).find(({ cidr }) => subnetsOverlap(cidr, subnet));
  if (clash === undefined) return [];
  return [{ code: 'subnet-overlaps', field: 'subnet', params: { subnet, owner: clash.owner, other: clash.cidr } }];
}

function numbersFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Node names of all labs stay different, as they are what people type; so a second lab goes on where the first ended. */
function chooseFirstNumber({ spec, existing }: PlanInput): number | undefined {
  if (spec.firstNumber !== undefined) return spec.firstNumber;
  const taken = new Set(existing.flatMap((lab) => lab.nodes.map((node) => node.name)));
  const isFree = (first: number): boolean =>
    first + spec.nodes - 1 <= lastHostNumber &&
    numbersFrom(first, spec.nodes).every((number) => !taken.has(`${spec.namePrefix}${String(number)}`));
  const upwards = numbersFrom(defaultFirstNumber, lastHostNumber - defaultFirstNumber + 1);
  const below = numbersFrom(2, defaultFirstNumber - 2).toReversed();
  return [...upwards, ...below].find(isFree);
}

function numberProblems({ spec, existing }: PlanInput, first: number | undefined): readonly PlanRemark[] {
  if (first === undefined || first + spec.nodes - 1 > lastHostNumber) {
    const params = { value: first ?? defaultFirstNumber, nodes: spec.nodes, expected: `<= ${String(lastHostNumber)}` };
    return [{ code: 'invalid-input', field: 'firstNumber', params }];
  }
  const names = new Set(numbersFrom(first, spec.nodes).map((number) => `${spec.namePrefix}${String(number)}`));
  const clash = existing.flatMap((lab) =>
    lab.nodes.filter((node) => names.has(node.name)).map((node) => ({ lab, node })),
  )[0];
  if (clash === undefined) return [];
  const params = { value: clash.node.name, owner: clash.lab.name };
  return [{ code: 'node-name-taken', field: 'firstNumber', params }];
}

function smallNodeProblems(memoryMiB: number, leastMiB: number): readonly PlanRemark[] {
  if (memoryMiB >= leastMiB) return [];
  const params = { value: memoryMiB, expected: `>= ${String(leastMiB)} (MiB)` };
  return [{ code: 'invalid-input', field: 'memoryMiB', params }];
}

function sizeProblems({ spec, host }: PlanInput, memoryMiB: number): readonly PlanRemark[] {
  const fits = nodesThatFit(host, memoryMiB);
  const sharedDiskMiB = spec.sharedDisks.reduce((sum, disk) => sum + disk.sizeMiB, 0);
  const neededBytes = diskNeededBytes(spec.nodes, sharedDiskMiB);
  const memory: PlanRemark = {
    code: 'not-enough-memory',
    field: 'memoryMiB',
    params: { nodes: spec.nodes, memoryMiB, fits, totalMiB: host.memoryTotalMiB },
  };
  return [
    ...(spec.nodes > fits ? [memory] : []),
    ...(leavesRoom(host.diskFreeBytes, neededBytes) ? [] : [notEnoughDisk(host, neededBytes)]),
  ];
}

/** The disk is too small for what a lab will take soon, as `neededBytes`. */
export function notEnoughDisk({ diskFreeBytes }: Pick<HostFacts, 'diskFreeBytes'>, neededBytes: number): PlanRemark {
  const params = {
    neededGiB: toGiB(neededBytes),
    freeGiB: toGiB(diskFreeBytes),
    floorGiB: toGiB(diskFloorBytes),
  };
  return { code: 'not-enough-disk', field: 'diskGiB', params };
}

function portProblems({ spec, host, existing }: PlanInput): readonly PlanRemark[] {
  if (spec.firstSshPort === undefined) return [];
  const wanted = new Set(numbersFrom(spec.firstSshPort, spec.nodes));
  const ours = existing.flatMap((lab) =>
    lab.nodes.map((node) => ({ port: node.sshPort, owner: `${lab.name}: ${node.name}` })),
  );
  const others = host.busyPorts.map((port) => ({ port, owner: '*' }));
  return [...ours, ...others]
    .filter(({ port }) => wanted.has(port))
    .slice(0, 1)
    .map(({ port, owner }) => ({ code: 'port-taken', field: 'firstSshPort', params: { port, owner } }));
}

/** Nodes of two labs on one network would reach each other, and ending one lab would end the network of the other. */
function networkProblems({ spec, existing }: PlanInput): readonly PlanRemark[] {
  const owner = existing.find(({ networkName }) => networkName === spec.network);
  if (owner === undefined) return [];
  return [{ code: 'network-name-taken', field: 'network', params: { value: owner.networkName, owner: owner.name } }];
}

/** Two of one name would be one file. */
function sharedDiskProblems({ spec }: PlanInput): readonly PlanRemark[] {
  const names = spec.sharedDisks.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return [];
  return [{ code: 'invalid-input', field: 'sharedDisks', params: { value: twice, expected: `${twice}, ${twice}-2` } }];
}

function orderProblems({ spec }: PlanInput, first: number | undefined): readonly PlanRemark[] {
  if (first === undefined) return [];
  const names = numbersFrom(first, spec.nodes).map((number) => `${spec.namePrefix}${String(number)}`);
  return refusedNames(spec.startStages, names)
    .slice(0, 1)
    .map((value) => ({ code: 'invalid-input', field: 'startStages', params: { value, expected: names.join(', ') } }));
}

function chooseNetworkName({ spec, existing }: PlanInput): string {
  if (spec.network !== undefined) return spec.network;
  const taken = new Set(existing.map((lab) => lab.networkName));
  const candidates = ['bigdata', ...numbersFrom(2, existing.length + 1).map((number) => `bigdata-${String(number)}`)];
  return candidates.find((name) => !taken.has(name)) ?? 'bigdata';
}

function warningsFor(input: PlanInput, hypervisor: UsableHypervisor, memoryMiB: number): readonly PlanRemark[] {
  const { spec, host } = input;
  const wantedMiB = memoryMiB * spec.nodes;
  const candidates: readonly (PlanRemark | false)[] = [
    hypervisor.acceleration === 'software' && {
      code: 'slow-emulation',
      field: 'hypervisor',
      params: { hypervisor: hypervisor.id },
    },
    wantedMiB > host.memoryAvailableMiB && {
      code: 'memory-tight',
      field: 'memoryMiB',
      params: { wantedMiB, availableMiB: host.memoryAvailableMiB },
    },
    memoryMiB < memoryLimitsMiB.recommended && {
      code: 'memory-below-recommended',
      field: 'memoryMiB',
      params: { memoryMiB, recommendedMiB: memoryLimitsMiB.recommended },
    },
    spec.nodes * spec.cpus > host.cpuCores && {
      code: 'cores-shared',
      field: 'cpus',
      params: { wanted: spec.nodes * spec.cpus, cores: host.cpuCores },
    },
  ];
  return candidates.filter((candidate) => candidate !== false);
}
