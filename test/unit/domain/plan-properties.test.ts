import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import type { LabPlan } from '../../../src-main/domain/plan-types.ts';
import { fulfil, inventedComputers, type InventedComputer, type Outcome } from './invented-computers.ts';

/** The same in every run, so that a red one stays red until it is mended. */
const settings = { numRuns: 400, seed: 20_261_123 };

function always(promise: (outcome: Outcome, computer: InventedComputer) => void): void {
  fc.assert(
    fc.property(inventedComputers, (computer) => {
      promise(fulfil(computer), computer);
    }),
    settings,
  );
}

function duplicates(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function bitsOf(address: string): string {
  return address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
}

function isIn(cidr: string, address: string): boolean {
  const [network = '', bits] = cidr.split('/');
  return bitsOf(address).startsWith(bitsOf(network).slice(0, Number(bits)));
}

/** Written down once more, and not taken from the planner, which must not judge itself. */
const gibBytes = 1024 ** 3;
const floorBytes = 2 * gibBytes;

function memoryBudgetMiB({ memoryTotalMiB }: HostFacts): number {
  return memoryTotalMiB - Math.min(2048, Math.floor(memoryTotalMiB / 4));
}

function diskBudgetBytes({ diskFreeBytes }: HostFacts): number {
  return diskFreeBytes - floorBytes;
}

function diskBytesOf({ nodes, sharedDisks }: Pick<LabPlan, 'sharedDisks'> & { readonly nodes: number }): number {
  const sharedMiB = sharedDisks.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0);
  return 2 * gibBytes + nodes * gibBytes + sharedMiB * 1024 ** 2;
}

function memoryOf({ nodes }: LabPlan): number {
  return nodes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
}

describe('plans for invented computers', () => {
  it('are accepted often enough to prove something, refused often enough, and grow', () => {
    let accepted = 0;
    let grown = 0;
    const codes = new Set<string>();
    always((outcome) => {
      accepted += outcome.accepted.length;
      grown += outcome.labs.filter(
        (lab, index) => lab.nodes.length > (outcome.accepted[index]?.nodes.length ?? 0),
      ).length;
      for (const { problems } of outcome.refused) for (const { code } of problems) codes.add(code);
    });

    expect(accepted).toBeGreaterThan(300);
    expect(grown).toBeGreaterThan(100);
    expect([...codes].sort()).toEqual([
      'invalid-input',
      'lab-name-taken',
      'network-name-taken',
      'node-name-taken',
      'not-enough-disk',
      'not-enough-memory',
      'port-taken',
      'subnet-overlaps',
    ]);
  });

  it('give no two nodes of a computer the same name, address, MAC or port, also when nodes are added', () => {
    always(({ labs }) => {
      const nodes = labs.flatMap((plan) => plan.nodes);

      expect(duplicates(nodes.map(({ name }) => name))).toEqual([]);
      expect(duplicates(nodes.map(({ address }) => address))).toEqual([]);
      expect(duplicates(nodes.flatMap(({ natMac, labMac }) => [natMac, labMac]))).toEqual([]);
      expect(duplicates(nodes.map(({ sshPort }) => sshPort))).toEqual([]);
      expect(duplicates(nodes.map(({ vmId }) => vmId))).toEqual([]);
    });
  });

  it('take no busy port, no subnet of the computer and no name of another lab or network', () => {
    always(({ labs }, { host }) => {
      const ports = labs.flatMap((plan) => plan.nodes.map(({ sshPort }) => sshPort));

      expect(ports.filter((port) => host.busyPorts.includes(port) || port > 65_535)).toEqual([]);
      expect(duplicates(labs.map(({ labId }) => labId))).toEqual([]);
      expect(duplicates(labs.map(({ name }) => name.toLowerCase()))).toEqual([]);
      expect(duplicates(labs.map(({ network }) => network.name))).toEqual([]);
      const addresses = labs.flatMap((plan) => plan.nodes.map(({ address }) => address));
      expect(addresses.filter((address) => host.routes.some(({ cidr }) => isIn(cidr, address)))).toEqual([]);
    });
  });

  it('promise no more memory than the host can spare, to the last node', () => {
    always(({ accepted, refused }, { host }) => {
      for (const plan of accepted) expect(memoryOf(plan)).toBeLessThanOrEqual(memoryBudgetMiB(host));
      for (const { spec, problems } of refused) {
        const found = problems.find(({ code }) => code === 'not-enough-memory')?.params;
        if (found === undefined) continue;
        const memoryMiB = Number(found['memoryMiB']);
        const fits = Number(found['fits']);
        expect(spec.nodes * memoryMiB).toBeGreaterThan(memoryBudgetMiB(host));
        // What it says would fit does, and not one node more.
        expect(fits * memoryMiB).toBeLessThanOrEqual(memoryBudgetMiB(host));
        expect((fits + 1) * memoryMiB).toBeGreaterThan(memoryBudgetMiB(host));
      }
    });
  });

  it('leave the floor of free space on the disk, to the last byte', () => {
    always(({ accepted, refused }, { host }) => {
      for (const { nodes, sharedDisks } of accepted)
        expect(diskBytesOf({ nodes: nodes.length, sharedDisks })).toBeLessThanOrEqual(diskBudgetBytes(host));
      for (const { spec, problems } of refused) {
        const isShort = problems.some(({ code }) => code === 'not-enough-disk');
        expect(isShort).toBe(diskBytesOf(spec) > diskBudgetBytes(host));
      }
    });
  });
});
