import { describe, expect, it } from 'vitest';
import type { HostCheck } from '../../../src-main/contract/host-views.ts';
import type { LabView, NodeView } from '../../../src-main/contract/lab-views.ts';
import { labPlanSchema } from '../../../src-main/domain/plan-types.ts';
import { budgetsOf, isOver } from '../../../src-renderer/features/setup-wizard/model/budget.ts';

const check: HostCheck = {
  hypervisors: [],
  choice: { hypervisor: null, candidates: [], passedOver: [] },
  checks: (
    [
      ['memory', { totalMiB: 16_384 }],
      ['disk', { freeGiB: 10 }],
      ['cpu', { cores: 4 }],
    ] as const
  ).map(([id, params]) => ({ id, status: 'ok', finding: 'enough', params, evidence: [], fixes: [] })),
};

const node = { vmId: crypto.randomUUID(), address: '10.0.0.2', sshPort: 2002, cpus: 2, memoryMiB: 2048, diskGiB: 25 };
const macs = { natMac: '52:54:00:00:00:01', labMac: '52:54:00:00:00:02' };
const plan = labPlanSchema.parse({
  labId: 'lab',
  name: 'Lab',
  hypervisor: 'qemu',
  architecture: 'amd64',
  image: 'ubuntu-24.04',
  network: { name: 'bigdata', subnet: '10.0.0.0/24', prefixLength: 24 },
  user: 'pi',
  keyboard: 'de',
  locale: 'en_US.UTF-8',
  timezone: 'UTC',
  diskGiB: 25,
  upgrade: true,
  sharedDisks: [],
  nodes: [
    { name: 'a', number: 2, ...node, ...macs },
    { name: 'b', number: 3, ...node, ...macs },
  ],
});

function labWith(...nodes: readonly Pick<NodeView, 'state' | 'memoryMiB' | 'cpus'>[]): Pick<LabView, 'nodes'> {
  const common = {
    name: 'x',
    reasons: [],
    address: '',
    sshPort: 1,
    diskUsedBytes: null,
    proof: null,
    pulledCables: [],
  };
  return { nodes: nodes.map((found) => ({ ...common, ...found })) };
}

describe('the budget of a computer', () => {
  it('counts what runs already, what the host keeps, and what is wanted', () => {
    const lab = labWith({ state: 'running', memoryMiB: 4096, cpus: 1 }, { state: 'stopped', memoryMiB: 8192, cpus: 3 });

    expect(budgetsOf(check, [lab], plan)).toMatchObject({
      memoryMiB: { total: 16_384, reserved: 2048, used: 4096, wanted: 4096 },
      cores: { total: 4, used: 1, wanted: 4 },
    });
  });

  it('is not made up when the computer did not tell', () => {
    expect(budgetsOf({ ...check, checks: check.checks.slice(1) }, [], plan)).toBeNull();
  });

  it.each([
    [{ total: 10, reserved: 2, used: 3, wanted: 5 }, false],
    [{ total: 10, reserved: 2, used: 4, wanted: 5 }, true],
  ])('%j is over: %s', (budget, expected) => {
    expect(isOver(budget)).toBe(expected);
  });
});
