import { describe, expect, it } from 'vitest';
import { parseListVms } from '../../../../src-main/hypervisors/virtualbox/parse-list-vms.ts';
import { parseMediumInfo } from '../../../../src-main/hypervisors/virtualbox/parse-medium-info.ts';
import { readRecording } from '../../../fakes/recordings.ts';

describe('parseListVms', () => {
  it('reads names and UUIDs', () => {
    expect(parseListVms(readRecording('virtualbox/list-vms').stdout)[0]).toEqual({
      vmId: 'd29a8cc1-2e12-4beb-9c2f-b7fed110c45e',
      name: 'pi-200',
      accessible: true,
    });
  });

  it('marks a VM whose settings cannot be read', () => {
    expect(parseListVms(readRecording('virtualbox/list-vms-inaccessible').stdout).at(-1)).toEqual({
      vmId: '12ab10bb-94d7-404f-bcb7-5440dee5590d',
      name: '<inaccessible>',
      accessible: false,
    });
  });

  it('reads names with quotes, umlauts and backslashes', () => {
    const names = parseListVms(readRecording('virtualbox/list-vms-strange').stdout).map((vm) => vm.name);

    expect(names).toContain('r3-quote"d');
    expect(names).toContain('r3-größe-äöüß');
  });
});

describe('parseMediumInfo', () => {
  it('reads every disk of the long listing', () => {
    const media = parseMediumInfo(readRecording('virtualbox/list-hdds').stdout);

    expect(media.length).toBeGreaterThan(20);
    expect(media.find((medium) => medium.mediumId === 'af11876a-c47a-4c3c-8c77-1dfb6d3d5283')).toMatchObject({
      state: 'inaccessible',
      path: '/home/lab/img/out-v3c.vdi',
      childIds: ['41c58e8f-fcac-4e06-b335-5edd6534b8da'],
    });
  });

  it('reads the children of a base disk', () => {
    const [medium] = parseMediumInfo(readRecording('virtualbox/delete-base-with-clones-check').stdout);

    expect(medium).toMatchObject({ parentId: null, capacityMiB: 25600, type: 'normal (base)' });
    expect(medium?.childIds).toHaveLength(4);
    expect(medium?.users).toEqual([{ vmId: '729db605-fd8c-4a27-b446-13fb102b65a9', name: 'r3-Big Data Basis' }]);
  });

  it('reads the users of a shared disk', () => {
    const [medium] = parseMediumInfo(readRecording('virtualbox/shared-showmediuminfo').stdout);

    expect(medium).toMatchObject({ type: 'shareable', capacityMiB: 1024, childIds: [] });
    expect(medium?.users.map(({ name }) => name)).toEqual(['r3-node1', 'r3-node2']);
  });
});
