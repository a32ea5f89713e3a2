import { describe, expect, it } from 'vitest';
import { findMissingPackages, findObstacles, type TestHost } from '../../../scripts/test-tiers/needs.ts';
import { tiers, type Tier } from '../../../scripts/test-tiers/tiers.ts';

const host: TestHost = {
  platform: 'linux',
  architecture: 'x64',
  isRoot: true,
  memoryGiB: 16,
  canInstall: true,
  hasElectron: true,
  has: () => true,
};
const demanding: Tier = {
  name: 'demanding',
  what: '',
  needs: {
    linux: true,
    pc: true,
    root: true,
    memoryGiB: 8,
    electron: true,
    tools: [{ program: 'qemu-img', package: 'qemu-utils' }],
  },
  run: 'checks',
  limitMinutes: 1,
};

describe('what a tier needs', () => {
  it.each<[Partial<TestHost>, readonly string[]]>([
    [{}, []],
    [{ platform: 'darwin' }, ['needs Linux']],
    [{ architecture: 'arm64' }, ['needs an x86 processor']],
    [{ isRoot: false }, ['needs root']],
    [{ memoryGiB: 7.9 }, ['needs 8 GiB of memory']],
    [{ hasElectron: false }, ["needs Electron's program (npx install-electron)"]],
    [{ has: () => false }, ['needs qemu-img (Debian package qemu-utils)']],
    [{ isRoot: false, memoryGiB: 1 }, ['needs root', 'needs 8 GiB of memory']],
  ])('is named in full where the host has only %j', (difference, obstacles) => {
    expect(findObstacles(demanding, { ...host, ...difference })).toEqual(obstacles);
  });

  it('is installed where it may be', () => {
    expect(findMissingPackages([demanding], { ...host, has: () => false })).toEqual(['qemu-utils']);
  });

  it.each<Partial<TestHost>>([{ canInstall: false }, { memoryGiB: 1 }, { has: () => true }])(
    'is not installed in vain where the host has %j',
    (difference) => {
      expect(findMissingPackages([demanding], { ...host, has: () => false, ...difference })).toEqual([]);
    },
  );

  it('installs welcome tools too, but runs without them', () => {
    const modest: Tier = { ...demanding, needs: { welcomeTools: [{ program: 'isoinfo', package: 'genisoimage' }] } };
    const bare: TestHost = { ...host, has: () => false };

    expect(findMissingPackages([modest], bare)).toEqual(['genisoimage']);
    expect(findObstacles(modest, bare)).toEqual([]);
  });
});

describe('the tiers', () => {
  it('fit into an hour: the lanes beside each other, after the others at their usual length', () => {
    const lanes = Map.groupBy(
      tiers.filter(({ lane, slow }) => lane !== undefined && slow === undefined),
      ({ lane }) => lane,
    );
    const lengths = [...lanes.values()].map((lane) => lane.reduce((sum, { limitMinutes }) => sum + limitMinutes, 0));

    expect(Math.max(...lengths)).toBeLessThanOrEqual(50);
  });

  it('have different names', () => {
    expect(new Set(tiers.map(({ name }) => name)).size).toBe(tiers.length);
  });
});
