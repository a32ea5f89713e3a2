import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { labSpecSchema, type LabSpecInput } from '../../../src-main/domain/lab-spec.ts';
import { planLab } from '../../../src-main/domain/plan.ts';
import { planExtraNodes } from '../../../src-main/domain/plan-nodes.ts';
import type { ExistingLab, LabPlan, PlanResult } from '../../../src-main/domain/plan-types.ts';

const host: HostFacts = {
  architecture: 'amd64',
  cpuCores: 8,
  memoryTotalMiB: 16_384,
  memoryAvailableMiB: 12_000,
  diskFreeBytes: 200 * 1024 ** 3,
  routes: [{ cidr: '192.168.1.0/24', interfaceName: 'wlan0' }],
  busyPorts: [],
  hypervisors: [
    { id: 'virtualbox', version: '7.2.22', acceleration: 'native' },
    { id: 'qemu', version: '10.0.0', acceleration: 'kvm' },
  ],
  choice: { hypervisor: 'virtualbox', candidates: [], passedOver: [] },
};

function counter(): (bytes: number) => string {
  let next = 0;
  return (bytes) => {
    next += 1;
    return next.toString(16).padStart(bytes * 2, '0');
  };
}

function plan(
  input: LabSpecInput,
  changes: Partial<HostFacts> = {},
  existing: readonly ExistingLab[] = [],
): PlanResult {
  return planLab({ spec: labSpecSchema.parse(input), host: { ...host, ...changes }, existing, randomHex: counter() });
}

function planned(
  input: LabSpecInput,
  changes: Partial<HostFacts> = {},
  existing: readonly ExistingLab[] = [],
): LabPlan {
  const result = plan(input, changes, existing);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

function problems(result: PlanResult): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, field }) => `${code} ${field}`);
}

function toExisting(lab: LabPlan): ExistingLab {
  return {
    labId: lab.labId,
    name: lab.name,
    subnet: lab.network.subnet,
    networkName: lab.network.name,
    nodes: lab.nodes,
  };
}

describe('a plan without special wishes', () => {
  it("names, addresses and ports follow the tutorial's numbers", () => {
    const lab = planned({ name: 'Big Data Labor' });

    expect(lab.labId).toBe('big-data-labor');
    expect(lab.hypervisor).toBe('virtualbox');
    expect(lab.network).toEqual({ name: 'bigdata', subnet: '10.77.0.0/24', prefixLength: 24 });
    expect(lab.nodes.map(({ name, address, sshPort }) => [name, address, sshPort])).toEqual([
      ['pi-200', '10.77.0.200', 2200],
      ['pi-201', '10.77.0.201', 2201],
      ['pi-202', '10.77.0.202', 2202],
    ]);
  });

  it('gives every adapter a MAC of its own in the range of the hypervisor', () => {
    const lab = planned({ name: 'a', nodes: 20, memoryMiB: 512 });
    const macs = lab.nodes.flatMap(({ natMac, labMac }) => [natMac, labMac]);

    expect(new Set(macs).size).toBe(40);
    expect(macs.every((mac) => mac.startsWith('08:00:27:'))).toBe(true);
    expect(planned({ name: 'a', hypervisor: 'qemu' }).nodes[0]?.natMac).toMatch(/^52:54:00:/);
  });

  it('chooses the memory that fits into what is free', () => {
    expect(planned({ name: 'a' }).nodes[0]?.memoryMiB).toBe(2048);
    expect(planned({ name: 'a' }, { memoryAvailableMiB: 5000 }).nodes[0]?.memoryMiB).toBe(1024);
    expect(planned({ name: 'a' }, { memoryAvailableMiB: 1000 }).nodes[0]?.memoryMiB).toBe(512);
  });
});

describe('a second lab', () => {
  it('meets the first in no name, address, port, MAC or network', () => {
    const first = planned({ name: 'Labor A' });
    const second = planned({ name: 'Labor B' }, { busyPorts: [2204] }, [toExisting(first)]);

    expect(second.nodes.map(({ name, sshPort }) => [name, sshPort])).toEqual([
      ['pi-203', 2203],
      ['pi-204', 2300],
      ['pi-205', 2205],
    ]);
    expect(second.network).toEqual({ name: 'bigdata-2', subnet: '10.77.1.0/24', prefixLength: 24 });
    const macs = [first, second].flatMap((lab) => lab.nodes.flatMap(({ natMac, labMac }) => [natMac, labMac]));
    expect(new Set(macs).size).toBe(macs.length);
  });

  it('takes 254 as the last number, and goes below 200 when the numbers above are used up', () => {
    const first = planned({ name: 'A', nodes: 54, memoryMiB: 512 }, { memoryTotalMiB: 65_536 });
    const last = planned({ name: 'B', nodes: 1 }, {}, [toExisting(first)]);
    const second = planned({ name: 'B', nodes: 3 }, {}, [toExisting(first)]);

    expect(last.nodes.map(({ number }) => number)).toEqual([254]);
    expect(second.nodes.map(({ number }) => number)).toEqual([197, 198, 199]);
  });

  it('is refused under the name of the first, however it is written', () => {
    const first = planned({ name: 'Größe' });

    expect(problems(plan({ name: 'grÖße' }, {}, [toExisting(first)]))).toEqual(['lab-name-taken name']);
  });
});

describe('wishes that cannot be', () => {
  const first = planned({ name: 'Labor A' });
  it.each<[string, LabSpecInput, Partial<HostFacts>, readonly string[]]>([
    [
      'a subnet that the computer reaches already',
      { name: 'x', subnet: '192.168.1.0/24' },
      {},
      ['subnet-overlaps subnet'],
    ],
    ['a subnet of another lab', { name: 'x', subnet: '10.77.0.0/24' }, {}, ['subnet-overlaps subnet']],
    ['a subnet of another size', { name: 'x', subnet: '10.90.0.0/16' }, {}, ['invalid-input subnet']],
    ['a subnet that is smaller', { name: 'x', subnet: '10.90.0.0/25' }, {}, ['invalid-input subnet']],
    ['too many nodes for the memory', { name: 'x', nodes: 9, memoryMiB: 2048 }, {}, ['not-enough-memory memoryMiB']],
    ['too little disk', { name: 'x' }, { diskFreeBytes: 1024 ** 3 }, ['not-enough-disk diskGiB']],
    ['a disk that would be filled up', { name: 'x' }, { diskFreeBytes: 6 * 1024 ** 3 }, ['not-enough-disk diskGiB']],
    [
      'nodes too small for an ARM guest of VirtualBox',
      { name: 'x', memoryMiB: 768 },
      { architecture: 'arm64', hypervisors: [{ id: 'virtualbox', version: '7.2.22', acceleration: 'native' }] },
      ['invalid-input memoryMiB'],
    ],
    ['a port that is taken', { name: 'x', firstSshPort: 4000 }, { busyPorts: [4001] }, ['port-taken firstSshPort']],
    ['a port of another lab', { name: 'x', firstSshPort: 2199 }, {}, ['port-taken firstSshPort']],
    ['a hypervisor that is not there', { name: 'x', hypervisor: 'parallels' }, {}, ['hypervisor-missing hypervisor']],
    ['numbers beyond the subnet', { name: 'x', firstNumber: 253 }, {}, ['invalid-input firstNumber']],
    ['node names of another lab', { name: 'x', firstNumber: 198 }, {}, ['node-name-taken firstNumber']],
    ['the network of another lab', { name: 'x', network: 'bigdata' }, {}, ['network-name-taken network']],
    [
      'two shared disks of one name',
      { name: 'x', sharedDisks: [16, 32].map((sizeMiB) => ({ name: 'daten', sizeMiB })) },
      {},
      ['invalid-input sharedDisks'],
    ],
    [
      'everything at once',
      { name: 'Labor A', subnet: '192.168.1.0/24', memoryMiB: 16_000 },
      { hypervisors: [] },
      ['lab-name-taken name', 'hypervisor-missing hypervisor', 'subnet-overlaps subnet', 'not-enough-memory memoryMiB'],
    ],
  ])('names %s', (_title, ...[input, changes, expected]) => {
    expect(problems(plan(input, changes, [toExisting(first)]))).toEqual(expected);
  });

  it('says how many nodes would fit', () => {
    const result = plan({ name: 'x', nodes: 20, memoryMiB: 2048 });

    expect(result.ok ? null : result.problems[0]?.params).toMatchObject({ nodes: 20, fits: 7 });
  });
});

describe('warnings', () => {
  it('tells of slow emulation, tight memory, small nodes and shared cores', () => {
    const result = plan(
      { name: 'x', hypervisor: 'qemu', memoryMiB: 768, nodes: 4 },
      {
        cpuCores: 2,
        memoryAvailableMiB: 3000,
        hypervisors: [{ id: 'qemu', version: '7.2', acceleration: 'software' }],
      },
    );

    expect(result.ok ? result.warnings.map(({ code }) => code) : []).toEqual([
      'slow-emulation',
      'memory-tight',
      'memory-below-recommended',
      'cores-shared',
    ]);
  });
});

describe('nodes added to a lab', () => {
  it('go on with the next free numbers and the size of the first', () => {
    const first = planned({ name: 'A' });
    const second = planned({ name: 'B' }, {}, [toExisting(first)]);
    const existing = [first, second].map(toExisting);
    const added = planExtraNodes({
      plan: first,
      count: 2,
      existing,
      host: { busyPorts: [2206] },
      randomHex: counter(),
    });

    expect(added?.map(({ name, address, sshPort, memoryMiB }) => [name, address, sshPort, memoryMiB])).toEqual([
      ['pi-206', '10.77.0.206', 2300, 2048],
      ['pi-207', '10.77.0.207', 2207, 2048],
    ]);
  });

  it('are refused when no numbers are left', () => {
    const lab = planned({ name: 'A', firstNumber: 252 });

    expect(
      planExtraNodes({
        plan: lab,
        count: 1,
        existing: [toExisting(lab)],
        host: { busyPorts: [] },
        randomHex: counter(),
      }),
    ).toBeNull();
  });
});

describe('the spec', () => {
  it.each([
    ['no nodes', { name: 'x', nodes: 0 }],
    ['400 nodes', { name: 'x', nodes: 400 }],
    ['200 MB of memory', { name: 'x', memoryMiB: 200 }],
    ['a quote in the name', { name: 'Größe "Test" 1' }],
    ['an ampersand in the name, which VirtualBox refuses in a group', { name: 'Größe & Test 1' }],
    ['a slash in the name', { name: 'a/b' }],
    ['an emoji in the name', { name: 'Labor 🚀' }],
    ['root as user', { name: 'x', user: 'root' }],
    ['an unknown field', { name: 'x', colour: 'red' }],
    ['a subnet that is none', { name: 'x', subnet: '10.0.0.300/24' }],
  ])('refuses %s', (_title, input) => {
    expect(labSpecSchema.safeParse(input).success).toBe(false);
  });

  it('takes umlauts, blanks and parentheses in the name', () => {
    expect(labSpecSchema.parse({ name: 'Größe - (Test) 1' }).name).toBe('Größe - (Test) 1');
  });
});
