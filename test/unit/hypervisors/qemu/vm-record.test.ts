import { describe, expect, it } from 'vitest';
import { vmIdSchema } from '../../../../src-main/domain/ids.ts';
import {
  isTagNeeded,
  newBaseRecord,
  newNodeRecord,
  vmRecordSchema,
  withNewTag,
  withoutNeed,
} from '../../../../src-main/hypervisors/qemu/vm-record.ts';

const ref = { vmId: vmIdSchema.parse('11111111-2222-4333-8444-555555555555'), name: 'pi-200', dir: '/labs/1/pi-200' };
const machine = { architecture: 'amd64', cpus: 1, memoryMiB: 512, diskBytes: 1, natMac: '52:54:00:00:00:01' } as const;
const files = { seedPath: '/labs/1/pi-200/seed.iso', serialLogPath: '/labs/1/logs/serial.log' };
const node = newNodeRecord({
  ref,
  ...machine,
  ...files,
  base: { ...ref, dir: '/bases/1', snapshotId: 'base' },
  group: 'Lab',
  labMac: '52:54:00:00:00:02',
  networkName: 'bigdata',
  networkDir: '/labs/1/network',
  sshPort: 2200,
  sharedDiskPaths: [],
});

describe('the record of a VM', () => {
  it('keeps paths below its folder relative, so that the folder can be moved', () => {
    expect(node).toMatchObject({ seedPath: 'seed.iso', serialLogPath: '/labs/1/logs/serial.log' });
  });

  it('passes its own schema and says that nothing is made yet', () => {
    const base = newBaseRecord({
      ref,
      ...machine,
      ...files,
      source: { kind: 'disk-image', imagePath: '/images/1.qcow2' },
    });

    expect(vmRecordSchema.parse(JSON.parse(JSON.stringify(node)))).toEqual(node);
    expect(vmRecordSchema.parse(base)).toMatchObject({ clone: null, phase: 'creating', registered: true });
  });

  it('knows the medium of a base that is being installed, and reads records without one', () => {
    const source = { kind: 'installer', isoPath: '/labs/1/pi-200/installer.iso' } as const;
    const base = newBaseRecord({ ref, ...machine, ...files, source });
    const { installerPath: _, ...earlier } = node;

    expect(vmRecordSchema.parse(base)).toMatchObject({ installerPath: 'installer.iso' });
    expect(vmRecordSchema.parse(earlier)).toEqual(node);
  });

  it('never gives the name of an internal snapshot twice', () => {
    const first = withNewTag(node);
    const second = withNewTag(withoutNeed(first.record, {}));

    expect([first.tag, second.tag]).toEqual(['bdl-1', 'bdl-2']);
  });
});

describe('internal snapshots', () => {
  const resumeFrom = { tag: 'bdl-1', machine: 'pc-q35-7.2' };
  const snapshot = { snapshotId: 'bdl-1', name: 'vor der Übung', ...resumeFrom, withMemory: true };

  it.each([
    {
      title: 'are given up when the VM goes on from saved memory',
      before: { resumeFrom },
      change: { resumeFrom: null },
      orphans: ['bdl-1'],
    },
    {
      title: 'stay when a snapshot needs them too',
      before: { resumeFrom, snapshots: [snapshot] },
      change: { resumeFrom: null },
      orphans: [],
    },
    {
      title: 'stay when the next start needs them',
      before: { resumeFrom, snapshots: [snapshot] },
      change: { snapshots: [] },
      orphans: [],
    },
    {
      title: 'are given up with the last snapshot of them',
      before: { snapshots: [snapshot] },
      change: { snapshots: [] },
      orphans: ['bdl-1'],
    },
    {
      title: 'are given up when their saving was cut short',
      before: { savingAs: 'bdl-1' },
      change: { savingAs: null },
      orphans: ['bdl-1'],
    },
    {
      title: 'are given up when another saving begins',
      before: { savingAs: 'bdl-1' },
      change: { savingAs: 'bdl-2' },
      orphans: ['bdl-1'],
    },
    {
      title: 'stay when their saving has ended well',
      before: { savingAs: 'bdl-1' },
      change: { savingAs: null, resumeFrom },
      orphans: [],
    },
  ])('$title', ({ before, change, orphans }) => {
    expect(withoutNeed({ ...node, ...before }, change)).toMatchObject({ ...change, orphanTags: orphans });
  });

  it('are needed by a start or a snapshot, not by being there', () => {
    expect(isTagNeeded({ ...node, snapshots: [snapshot] }, 'bdl-1')).toBe(true);
    expect(isTagNeeded({ ...node, resumeFrom }, 'bdl-1')).toBe(true);
    expect(isTagNeeded({ ...node, orphanTags: ['bdl-1'] }, 'bdl-1')).toBe(false);
  });
});
