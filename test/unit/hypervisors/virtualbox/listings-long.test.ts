import { describe, expect, it } from 'vitest';
import { clonesOn } from '../../../../src-main/hypervisors/virtualbox/media.ts';
import { parseListLong } from '../../../../src-main/hypervisors/virtualbox/parse-list-long.ts';
import { parseMediumInfo } from '../../../../src-main/hypervisors/virtualbox/parse-medium-info.ts';
import { parseVersion } from '../../../../src-main/hypervisors/virtualbox/parse-version.ts';
import { toNodeState } from '../../../../src-main/hypervisors/virtualbox/state-map.ts';
import { readRecording } from '../../../fakes/recordings.ts';

describe('parseListLong', () => {
  const listed = parseListLong(readRecording('virtualbox/list-long-vms').stdout);

  it('reads every VM', () => {
    expect(listed.size).toBe(6);
    expect([...listed.values()].map(({ stateText }) => stateText)).toEqual([
      'powered off',
      'powered off',
      'powered off',
      'saved',
      'powered off',
      'powered off',
    ]);
  });

  it('reads adapters, forward, group and media', () => {
    expect(listed.get('dce80dfd-965d-42dd-903d-3087c94d108e')).toMatchObject({
      groups: ['/r3-lab'],
      cpus: 2,
      memoryMiB: 2048,
      adapters: [
        { slot: 1, attachment: 'nat', mac: '08:00:27:38:39:09', forwards: [{ name: 'ssh', hostPort: 2231 }] },
        { slot: 2, attachment: 'intnet', networkName: 'bigdata', cableConnected: false, forwards: [] },
      ],
    });
    expect(listed.get('dce80dfd-965d-42dd-903d-3087c94d108e')?.mediaPaths).toContain(
      '/home/lab/vms/r3-lab/r3-node1/Snapshots/{0c53e693-799d-4d9e-a152-7803467c0d6c}.vdi',
    );
  });

  it('is not misled by a description that looks like a VM', () => {
    const { stdout } = readRecording('virtualbox/list-long-vms');
    const text = stdout.replace('Zeile 1\n', 'State:                       running\nUUID: x\n');

    expect(parseListLong(text).get('ed4c995f-30b9-4f70-bbe8-ce0fcf57f4dc')?.stateText).toBe('powered off');
  });
});

describe('clonesOn', () => {
  const media = parseMediumInfo(readRecording('virtualbox/list-hdds').stdout);

  it('names the clones of a base', () => {
    const clones = clonesOn(media, '/home/lab/VirtualBox VMs/Big Data Labor/pi-200');

    expect(clones).toEqual([]);
    expect(clonesOn(media, '/home/lab/img').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['r3-node1', 'r3-node2', 'r3-node3', 'r3-Big Data Basis']),
    );
  });

  it('does not take disks in the same folder for clones', () => {
    expect(clonesOn(media, '/home/lab')).toEqual([]);
  });

  it('does not take a folder for another whose name begins the same', () => {
    expect(clonesOn(media, '/home/lab/im')).toEqual([]);
  });
});

describe('parseVersion', () => {
  it.each([
    ['version', '7.2.22', 0],
    ['wrapper-version-nodriver', '7.2.22', 4],
  ])('reads the recording %s', (fixture, version, warnings) => {
    const answer = parseVersion(readRecording(`virtualbox/${fixture}`).stdout);

    expect(answer).toMatchObject({ version, major: 7, minor: 2, patch: 22 });
    expect(answer?.warnings).toHaveLength(warnings);
  });

  it.each(['', 'VBoxManage: command not found'])('answers null for %j', (text) => {
    expect(parseVersion(text)).toBeNull();
  });
});

describe('toNodeState', () => {
  it.each([
    ['poweroff', 'stopped'],
    ['powered off', 'stopped'],
    ['aborted', 'stopped'],
    ['saved', 'suspended'],
    ['aborted-saved', 'suspended'],
    ['running', 'running'],
    ['paused', 'paused'],
    ['gurumeditation', 'broken'],
    ['guru meditation', 'broken'],
    ['starting', 'starting'],
    ['restoring', 'starting'],
    ['stopping', 'stopping'],
    ['saving', 'suspending'],
    ['livesnapshotting', 'running'],
    ['restoringsnapshot', 'stopped'],
    ['teleporting', 'unknown'],
    ['', 'unknown'],
    ['something new', 'unknown'],
  ])('maps %s to %s', (text, state) => {
    expect(toNodeState(text)).toBe(state);
  });
});
