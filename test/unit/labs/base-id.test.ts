import { describe, expect, it } from 'vitest';
import { labIdSchema } from '../../../src-main/domain/ids.ts';
import type { LabPlan } from '../../../src-main/domain/plan-types.ts';
import { baseIdFor } from '../../../src-main/labs/base-identity.ts';
import { bootBudget } from '../../../src-main/labs/boot-budget.ts';

const digest = 'ab'.repeat(32);
const plan: LabPlan = {
  labId: labIdSchema.parse('labor'),
  name: 'Labor',
  hypervisor: 'qemu',
  architecture: 'amd64',
  image: 'ubuntu-24.04',
  network: { name: 'bigdata', subnet: '10.77.0.0/24', prefixLength: 24 },
  user: 'pi',
  keyboard: 'de',
  locale: 'en_US.UTF-8',
  timezone: 'Europe/Berlin',
  diskGiB: 25,
  upgrade: true,
  sharedDisks: [],
  startStages: [],
  nodes: [],
};

describe('the base of a lab', () => {
  it.each<[string, Partial<LabPlan>]>([
    ['its name', { name: 'Anderes', labId: labIdSchema.parse('anderes') }],
    ['its user, who is made on each node', { user: 'lea' }],
    ['its network', { network: { name: 'bigdata-2', subnet: '10.77.1.0/24', prefixLength: 24 } }],
    ['its shared disks', { sharedDisks: [{ name: 'daten', sizeMiB: 1024 }] }],
  ])('is the same for labs that differ in %s', (_what, changes) => {
    expect(baseIdFor({ ...plan, ...changes }, digest, 'disk-image')).toBe(baseIdFor(plan, digest, 'disk-image'));
  });

  it.each<[string, Partial<LabPlan>]>([
    ['the hypervisor', { hypervisor: 'virtualbox' }],
    ['the size of the disk', { diskGiB: 40 }],
    ['the language', { locale: 'de_DE.UTF-8' }],
    ['the keyboard', { keyboard: 'us' }],
    ['the time zone', { timezone: 'Europe/Vienna' }],
    ['whether packages are brought up to date', { upgrade: false }],
  ])('is another for labs that differ in %s', (_what, changes) => {
    expect(baseIdFor({ ...plan, ...changes }, digest, 'disk-image')).not.toBe(baseIdFor(plan, digest, 'disk-image'));
  });

  it('is another for another image', () => {
    expect(baseIdFor(plan, 'cd'.repeat(32), 'disk-image')).not.toBe(baseIdFor(plan, digest, 'disk-image'));
  });

  it('is another when it is installed, and differs by the same wishes then', () => {
    const installed = baseIdFor(plan, digest, 'installer');

    expect(installed).not.toBe(baseIdFor(plan, digest, 'disk-image'));
    expect(baseIdFor({ ...plan, user: 'lea' }, digest, 'installer')).toBe(installed);
    expect(baseIdFor({ ...plan, keyboard: 'us' }, digest, 'installer')).not.toBe(installed);
  });

  it('of a built image does not depend on an upgrade: it holds the newest packages', () => {
    const built = { ...plan, image: 'debian-packages' };

    expect(baseIdFor({ ...built, upgrade: false }, digest, 'disk-image')).toBe(baseIdFor(built, digest, 'disk-image'));
  });
});

describe('nodes that boot at once', () => {
  it.each([
    [1, 1],
    [2, 4],
    [8, 16],
  ])('with %i cores are %i', (cores, nodes) => {
    expect(bootBudget(cores)).toBe(nodes);
  });
});
