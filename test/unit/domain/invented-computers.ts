import fc from 'fast-check';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { labSpecSchema, type LabSpec } from '../../../src-main/domain/lab-spec.ts';
import { planExtraNodes } from '../../../src-main/domain/plan-nodes.ts';
import { planLab } from '../../../src-main/domain/plan.ts';
import type { ExistingLab, LabPlan, PlanRemark } from '../../../src-main/domain/plan-types.ts';
import { createDice } from '../../fuzz/dice.ts';

const gibBytes = 1024 ** 3;

/** A wish, and how many nodes its lab is given later, when it is accepted. */
interface Wish {
  readonly spec: LabSpec;
  readonly added: number;
}

export interface InventedComputer {
  readonly host: HostFacts;
  readonly wishes: readonly Wish[];
  readonly seed: number;
}

const sharedDisk = fc.record({ name: fc.constantFrom('daten', 'quorum'), sizeMiB: fc.constantFrom(16, 1000, 40_000) });

/** Most wishes leave most of it open. */
function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** Few values of each kind, so that wishes meet each other: in names, subnets, networks, ports. */
const spec = fc
  .record({
    name: fc.constantFrom('Labor', 'labor', 'Übung', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
    nodes: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.integer({ min: 1, max: 55 })),
    namePrefix: fc.constantFrom('pi-', 'pi-2', 'node-', 'a'),
    firstNumber: seldom(fc.oneof(fc.integer({ min: 2, max: 254 }), fc.constantFrom(2, 20, 200, 254))),
    memoryMiB: fc.constantFrom(undefined, 512, 1023, 1024, 4096),
    firstSshPort: seldom(fc.constantFrom(1024, 2190, 2200, 2210, 2300, 65_000)),
    subnet: seldom(fc.constantFrom('10.77.0.0/24', '10.77.3.7/24', '172.20.1.0/24', '10.0.0.0/16')),
    network: seldom(fc.constantFrom('bigdata', 'bigdata-2', 'other')),
    sharedDisks: seldom(fc.array(sharedDisk, { maxLength: 3 })),
  })
  .map((input) => labSpecSchema.parse(input));

const wishes = fc.array(fc.record({ spec, added: fc.constantFrom(0, 0, 1, 4, 50) }), { minLength: 1, maxLength: 7 });

/** Sizes around the ones at which the first wish just fits, to the unit, besides ordinary ones. */
function sizesFor({ spec: { nodes, memoryMiB = 1024, sharedDisks } }: Wish): fc.Arbitrary<{
  readonly memoryTotalMiB: number;
  readonly diskFreeBytes: number;
}> {
  const sharedBytes = sharedDisks.reduce((sum, { sizeMiB }) => sum + sizeMiB * 1024 ** 2, 0);
  const offset = fc.constantFrom(-1, 0, 1);
  const memory = offset.map((by) => 2048 + nodes * memoryMiB + by);
  const disk = offset.map((by) => (4 + nodes) * gibBytes + sharedBytes + by);
  return fc.record({
    memoryTotalMiB: fc.oneof(fc.constantFrom(2048, 8191, 16_384, 65_536, 262_144), memory),
    diskFreeBytes: fc.oneof(
      fc.constantFrom(1, 8, 200, 2000, 4000).map((gib) => gib * gibBytes),
      disk,
    ),
  });
}

function hostFor(wanted: readonly Wish[]): fc.Arbitrary<HostFacts> {
  const [first] = wanted;
  if (first === undefined) throw new Error('a computer without a wish');
  return fc
    .record({
      sizes: sizesFor(first),
      architecture: fc.constantFrom('amd64', 'arm64'),
      free: fc.constantFrom(1, 2, 8),
      routes: fc.subarray(['10.77.1.0/24', '10.77.0.0/22', '192.168.1.0/24', '172.20.0.0/16']),
      busyPorts: fc.oneof(
        fc.uniqueArray(fc.integer({ min: 2190, max: 2320 }), { maxLength: 60 }),
        fc.constant(Array.from({ length: 90 }, (_, index) => 2200 + index * 2)),
      ),
      hypervisor: fc.constantFrom('virtualbox', 'qemu', 'parallels'),
    })
    .map(({ sizes, architecture, free, routes, busyPorts, hypervisor }) => ({
      ...sizes,
      architecture,
      cpuCores: 4,
      memoryAvailableMiB: Math.floor(sizes.memoryTotalMiB / free),
      routes: routes.map((cidr) => ({ cidr, interfaceName: 'eth0' })),
      busyPorts,
      hypervisors: [{ id: hypervisor, version: '7.2.22', acceleration: 'native' }],
      choice: { hypervisor, candidates: [], passedOver: [] },
    }));
}

/** Computers, each with what is wished for on it, one after the other. */
export const inventedComputers: fc.Arbitrary<InventedComputer> = wishes.chain((wanted) =>
  fc.record({ host: hostFor(wanted), wishes: fc.constant(wanted), seed: fc.nat() }),
);

function existingOf({ labId, name, network, nodes }: LabPlan): ExistingLab {
  return { labId, name, subnet: network.subnet, networkName: network.name, nodes };
}

/** Digits that repeat themselves half of the time where MACs are made of them. */
function repeatingHex(seed: number): (bytes: number) => string {
  const dice = createDice(seed);
  const given: string[] = [];
  return (bytes) => {
    if (bytes === 3 && given.length > 0 && dice.once(2)) return dice.pick(given);
    const hex = Array.from({ length: bytes }, () => dice.below(256).toString(16).padStart(2, '0')).join('');
    if (bytes === 3) given.push(hex);
    return hex;
  };
}

export interface Refused {
  readonly spec: LabSpec;
  readonly problems: readonly PlanRemark[];
}

/** What became of the wishes of one computer. */
export interface Outcome {
  /** As they were accepted, before nodes were added. */
  readonly accepted: readonly LabPlan[];
  readonly refused: readonly Refused[];
  /** With the nodes that were added since. */
  readonly labs: readonly LabPlan[];
}

/** Plans one wish after the other, each with those before it, and adds nodes. */
export function fulfil({ host, wishes: wanted, seed }: InventedComputer): Outcome {
  const randomHex = repeatingHex(seed);
  const accepted: LabPlan[] = [];
  const refused: Refused[] = [];
  const labs: LabPlan[] = [];
  for (const { spec: wish, added } of wanted) {
    const result = planLab({ spec: wish, host, existing: labs.map(existingOf), randomHex });
    if (!result.ok) {
      refused.push({ spec: wish, problems: result.problems });
      continue;
    }
    const { plan } = result;
    accepted.push(plan);
    const existing = [...labs, plan].map(existingOf);
    const extra = added === 0 ? [] : planExtraNodes({ plan, count: added, existing, host, randomHex });
    labs.push({ ...plan, nodes: [...plan.nodes, ...(extra ?? [])] });
  }
  return { accepted, refused, labs };
}
