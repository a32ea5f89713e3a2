import { describe, expect, it } from 'vitest';
import { diskFloorBytes } from '../../../src-main/domain/disk-room.ts';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import type { LabSpec } from '../../../src-main/domain/lab-spec.ts';
import { planLab } from '../../../src-main/domain/plan.ts';
import type { ExistingLab, LabPlan } from '../../../src-main/domain/plan-types.ts';
import { createDice } from '../../fuzz/dice.ts';
import type { Dice } from '../../fuzz/dice.ts';

const seed = 20_261_123;
const computers = 60;
const labsEach = 8;

function hostOf(dice: Dice): HostFacts {
  const memoryTotalMiB = dice.pick([4096, 8192, 16_384, 65_536, 262_144]);
  const first = dice.pick([2100, 2190, 2200, 2210]);
  return {
    architecture: dice.pick(['amd64', 'arm64']),
    cpuCores: dice.pick([1, 2, 8, 32]),
    memoryTotalMiB,
    memoryAvailableMiB: Math.floor(memoryTotalMiB / dice.pick([1, 2, 8])),
    diskFreeBytes: dice.pick([1, 8, 30, 200, 2000]) * 1024 ** 3,
    routes: dice.pick([[], ['10.77.1.0/24'], ['10.0.0.0/8'], ['192.168.1.0/24', '10.77.0.0/16']]).map((cidr) => ({
      cidr,
      interfaceName: 'eth0',
    })),
    busyPorts: Array.from({ length: dice.below(40) }, (_, index) => first + index * dice.pick([1, 2])),
    hypervisors: [{ id: dice.pick(['virtualbox', 'qemu']), version: '7.2.22', acceleration: 'native' }],
    choice: { hypervisor: 'virtualbox', candidates: [], passedOver: [] },
  };
}

function specOf(dice: Dice, number: number): LabSpec {
  return labSpecSchema.parse({
    name: `Lab ${String(dice.once(10) ? 0 : number)}`,
    nodes: 1 + dice.below(dice.pick([3, 12, 55])),
    namePrefix: dice.pick(['pi-', 'node-', 'a']),
    ...(dice.once(3) ? { firstNumber: 2 + dice.below(253) } : {}),
    ...(dice.once(3) ? { memoryMiB: dice.pick([512, 1024, 4096]) } : {}),
    ...(dice.once(4) ? { firstSshPort: dice.pick([2190, 2200, 2210, 64_990]) } : {}),
    ...(dice.once(4) ? { subnet: dice.pick(['10.77.3.0/24', '172.20.1.0/24', '10.0.0.0/16']) } : {}),
  });
}

function existingOf(plan: LabPlan): ExistingLab {
  const { labId, name, network, nodes } = plan;
  return { labId, name, subnet: network.subnet, networkName: network.name, nodes };
}

/** Labs of one computer that were accepted, one planned after the other. */
function acceptedLabs(dice: Dice, host: HostFacts): readonly LabPlan[] {
  const randomHex = (bytes: number): string =>
    Array.from({ length: bytes }, () => dice.below(256).toString(16).padStart(2, '0')).join('');
  const accepted: LabPlan[] = [];
  for (let number = 0; number < labsEach; number += 1) {
    const existing = accepted.map(existingOf);
    const result = planLab({ spec: specOf(dice, number), host, existing, randomHex });
    if (result.ok) accepted.push(result.plan);
    else expect(result.problems).not.toEqual([]);
  }
  return accepted;
}

function duplicates(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

const dice = createDice(seed);
const worlds = Array.from({ length: computers }, () => {
  const host = hostOf(dice);
  return { host, plans: acceptedLabs(dice, host) };
});

describe(`plans for ${String(computers)} invented computers, seed ${String(seed)}`, () => {
  it('are accepted often enough to prove something, and refused often enough', () => {
    const count = worlds.flatMap(({ plans }) => plans).length;

    expect(count).toBeGreaterThan(60);
    expect(count).toBeLessThan(computers * labsEach);
  });

  it('give no two nodes of a computer the same name, address, MAC or port', () => {
    for (const { plans } of worlds) {
      const nodes = plans.flatMap((plan) => plan.nodes);

      expect(duplicates(nodes.map(({ name }) => name))).toEqual([]);
      expect(duplicates(nodes.map(({ address }) => address))).toEqual([]);
      expect(duplicates(nodes.flatMap(({ natMac, labMac }) => [natMac, labMac]))).toEqual([]);
      expect(duplicates(nodes.map(({ sshPort }) => sshPort))).toEqual([]);
    }
  });

  it('take no busy port, no subnet of the computer and no name of another lab or network', () => {
    for (const { host, plans } of worlds) {
      const ports = plans.flatMap((plan) => plan.nodes.map(({ sshPort }) => sshPort));

      expect(ports.filter((port) => host.busyPorts.includes(port) || port > 65_535)).toEqual([]);
      for (const key of ['labId', 'name'] as const) expect(duplicates(plans.map((plan) => plan[key]))).toEqual([]);
      expect(duplicates(plans.map(({ network }) => network.name))).toEqual([]);
      expect(plans.filter(({ network }) => host.routes.some(({ cidr }) => cidr === network.subnet))).toEqual([]);
    }
  });

  it('never promise more memory than the computer has, nor use the room on the disk that stays free', () => {
    for (const { host, plans } of worlds) {
      for (const { nodes } of plans) {
        expect(nodes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0)).toBeLessThan(host.memoryTotalMiB);
        expect(host.diskFreeBytes).toBeGreaterThan(diskFloorBytes);
      }
    }
  });
});
