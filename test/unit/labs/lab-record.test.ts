import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { planLab } from '../../../src-main/domain/plan.ts';
import { labPlanSchema, type LabPlan } from '../../../src-main/domain/plan-types.ts';
import { labRecordSchema, newLabRecord } from '../../../src-main/labs/lab-record.ts';
import { roomyHost } from '../../fakes/fake-core.ts';

const widest = labSpecSchema.parse({
  name: 'Übung (2. Teil)',
  nodes: 1,
  namePrefix: 'a'.repeat(21),
  keyboard: 'ch-fr',
  timezone: 'America/Argentina/Buenos_Aires',
  sharedDisks: [{ name: 'd'.repeat(31), sizeMiB: 16 }],
});

const host = {
  ...roomyHost,
  choice: { hypervisor: 'virtualbox' as const, candidates: [], passedOver: [] },
} satisfies HostFacts;
let identities = 0;

function randomHex(bytes: number): string {
  identities += 1;
  return identities.toString(16).padStart(2 * bytes, '0');
}

function planned(): LabPlan {
  const result = planLab({ spec: widest, host, existing: [], randomHex });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

describe('the plan in the record of a lab', () => {
  it('is read again, however long its names are', () => {
    const plan = planned();

    expect(labPlanSchema.parse(plan)).toEqual(plan);
  });

  it.each([
    ['leads out of its folder', '../../x'],
    ['is a folder itself', '..'],
    ['adds a line to the files of SSH', 'pi-200\n  ProxyCommand reboot'],
    ['is an option', '-oProxyCommand=reboot'],
    ['is empty', ''],
  ])('is refused when a name in it %s', (_, name) => {
    const good = planned();
    const [node] = good.nodes;
    const hostile = [
      { ...good, nodes: [{ ...node, name }] },
      { ...good, user: name },
      { ...good, network: { ...good.network, name } },
      { ...good, sharedDisks: [{ name, sizeMiB: 16 }] },
      { ...good, labId: name },
    ];

    expect(hostile.map((value) => labPlanSchema.safeParse(value).success)).toEqual(hostile.map(() => false));
  });
});

describe('the record of a lab', () => {
  const record = newLabRecord(planned(), { base: null, createdAt: '2026-01-01T00:00:00.000Z' });

  it('is read again', () => {
    expect(labRecordSchema.parse(record)).toEqual(record);
  });

  it.each([
    ['one name', (other: string) => ({ vmId: other })],
    ['one VM', (other: string) => ({ name: `a${other.slice(0, 4)}` })],
  ])('is refused when two nodes have %s', (_, differently) => {
    const [node] = record.plan.nodes;
    const nodes = [node, { ...node, ...differently('0c5bd1b2-1111-4222-8333-444455556666') }];

    expect(labRecordSchema.safeParse({ ...record, plan: { ...record.plan, nodes } }).success).toBe(false);
  });
});
