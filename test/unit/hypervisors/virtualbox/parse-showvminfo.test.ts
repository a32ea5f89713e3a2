import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShowVmInfo, parseSnapshotList } from '../../../../src-main/hypervisors/virtualbox/parse-showvminfo.ts';
import { groupOf, sshForwardOf } from '../../../../src-main/hypervisors/virtualbox/vm-info.ts';
import type { VmInfo } from '../../../../src-main/hypervisors/virtualbox/vm-info.ts';
import { readRecording } from '../../../fakes/recordings.ts';

function parse(fixture: string): VmInfo {
  const info = parseShowVmInfo(readRecording(`virtualbox/${fixture}`).stdout);
  if (info === null) throw new Error(`${fixture} does not describe a VM`);
  return info;
}

describe('parseShowVmInfo', () => {
  it('reads a linked clone with its adapters, forward and media', () => {
    const info = parse('showvminfo-node1');

    expect(info).toMatchObject({
      vmId: 'c1312ab7-72f7-488f-94a3-a2f20e3cb482',
      name: 'r3-node1',
      configPath: '/home/lab/vms/r3 Big Data Labor/r3-node1/r3-node1.vbox',
      stateText: 'poweroff',
      locked: false,
      cpus: 2,
      memoryMiB: 2048,
      serialPath: null,
    });
    expect(groupOf(info)).toBe('r3 Big Data Labor');
    expect(info.adapters).toEqual([
      {
        slot: 1,
        attachment: 'nat',
        mac: '08:00:27:2b:50:22',
        networkName: null,
        cableConnected: true,
        forwards: [{ name: 'ssh', protocol: 'tcp', hostAddress: '127.0.0.1', hostPort: 2221, guestPort: 22 }],
      },
      {
        slot: 2,
        attachment: 'intnet',
        mac: '08:00:27:b0:77:8d',
        networkName: 'bigdata',
        cableConnected: true,
        forwards: [],
      },
    ]);
    expect(info.media).toEqual([
      {
        controller: 'SATA',
        port: 0,
        device: 0,
        mediumId: '39e07f6b-1295-4e72-bedb-9acab6f8daed',
        path: '/home/lab/vms/r3 Big Data Labor/r3-node1/Snapshots/{39e07f6b-1295-4e72-bedb-9acab6f8daed}.vdi',
      },
      {
        controller: 'SATA',
        port: 1,
        device: 0,
        mediumId: '81380d44-3500-4805-8092-fd9278adedb8',
        path: '/home/lab/img/seed.iso',
      },
    ]);
  });

  it('reads a running VM with a pulled cable, a serial log and a lock', () => {
    const info = parse('showvminfo-running');

    expect(info).toMatchObject({ stateText: 'running', locked: true, serialPath: '/vm/pi-201.log' });
    expect(info.adapters.map((adapter) => adapter.cableConnected)).toEqual([true, false]);
    expect(sshForwardOf(info)?.hostPort).toBe(3011);
  });

  it('reads the saved state', () => {
    expect(parse('showvminfo-saved').stateText).toBe('saved');
  });

  it('reads snapshots whose names hold quotes, umlauts and emoji', () => {
    const info = parse('showvminfo-base');

    expect(info.snapshots.map((snapshot) => snapshot.name)).toEqual(['golden image "v1" ü 🚀', 'golden', 'golden']);
    expect(info.snapshots[0]?.snapshotId).toBe('3f6f29f4-e56a-46b0-b693-055b0c174d6d');
  });

  it('takes the escapes out of paths and leaves network names alone', () => {
    const info = parse('showvminfo-weird');

    expect(info.media.map((medium) => medium.path)).toContain('/home/lab/img/dir "q" ö\\b/d isk.vdi');
  });

  it.each(['a\nVMState="running"\nb', 'a"\nVMState="running"'])(
    'does not take a state out of the description %j',
    (text) => {
      const id = 'UUID="c1312ab7-72f7-488f-94a3-a2f20e3cb482"';

      expect(parseShowVmInfo(`${id}\nVMState="poweroff"\nSnapshotDescription="${text}"\n`)?.stateText).toBe('poweroff');
    },
  );

  it('gives each forward to the adapter above it', () => {
    const text = [
      'UUID="c1312ab7-72f7-488f-94a3-a2f20e3cb482"',
      'VMState="poweroff"',
      'nic1="nat"',
      'Forwarding(0)="ssh,tcp,127.0.0.1,2200,,22"',
      'nic2="nat"',
      'Forwarding(1)="web,tcp,127.0.0.1,8080,,80"',
    ].join('\n');

    expect(
      parseShowVmInfo(text)?.adapters.map(({ slot, forwards }) => [slot, forwards.map(({ name }) => name)]),
    ).toEqual([
      [1, ['ssh']],
      [2, ['web']],
    ]);
  });

  it('reads output with Windows line ends', () => {
    const { stdout } = readRecording('virtualbox/showvminfo-node1');

    expect(parseShowVmInfo(stdout.replaceAll('\n', '\r\n'))).toEqual(parse('showvminfo-node1'));
  });

  it('reads output after the warning of the Linux wrapper', () => {
    const warning = readRecording('virtualbox/wrapper-version-nodriver').stdout;

    expect(parseShowVmInfo(warning + readRecording('virtualbox/showvminfo-node1').stdout)).toEqual(
      parse('showvminfo-node1'),
    );
  });

  it.each(['', 'VMState="poweroff"\n', 'UUID="c1312ab7-72f7-488f-94a3-a2f20e3cb482"\n'])(
    'answers null for an incomplete answer %j',
    (text) => {
      expect(parseShowVmInfo(text)).toBeNull();
    },
  );

  it('never throws, whatever the output is cut to', () => {
    const { stdout } = readRecording('virtualbox/showvminfo-base');
    fc.assert(
      fc.property(fc.nat(stdout.length), fc.nat(stdout.length), (start, length) => {
        parseShowVmInfo(stdout.slice(start, start + length));
      }),
    );
  });
});

describe('parseSnapshotList', () => {
  it('lists parents before children', () => {
    const snapshots = parseSnapshotList(readRecording('virtualbox/snapshot-list').stdout);

    expect(snapshots.map((snapshot) => snapshot.snapshotId)).toEqual([
      '3f6f29f4-e56a-46b0-b693-055b0c174d6d',
      '535b630b-569d-49ba-a89a-1580811cfab6',
      '1da3d4ae-b5e7-4166-8e4d-ba4b459fbff0',
    ]);
  });

  it('is empty for a VM without snapshots', () => {
    expect(parseSnapshotList(readRecording('virtualbox/snapshot-list-none').stdout)).toEqual([]);
  });
});
