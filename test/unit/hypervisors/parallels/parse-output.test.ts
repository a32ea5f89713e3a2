import { describe, expect, it } from 'vitest';
import { formatMarker, parseMarker } from '../../../../src-main/hypervisors/parallels/marker.ts';
import { parseToolJson } from '../../../../src-main/hypervisors/parallels/parse-json.ts';
import { parseLicense } from '../../../../src-main/hypervisors/parallels/parse-license.ts';
import { parseForwards, parseNetworkList } from '../../../../src-main/hypervisors/parallels/parse-networks.ts';
import { parseSnapshotList, parseTakenSnapshot } from '../../../../src-main/hypervisors/parallels/parse-snapshots.ts';
import { parseVersion } from '../../../../src-main/hypervisors/parallels/parse-version.ts';
import { parseVmList } from '../../../../src-main/hypervisors/parallels/parse-vm-list.ts';
import { toNodeState } from '../../../../src-main/hypervisors/parallels/state-map.ts';

const vmId = '3f0c2a52-6f0e-4a3b-9a31-0d3f7b1c9e55';

/** Shortened; from a public test of another program that says it was captured with Parallels Desktop 27.0.0-58628. */
const list27 = `[
	{
		"ID": "aaaa1111-bbbb-4ccc-8ddd-eeee22223333",
		"Name": "Fixture Stopped - macOS",
		"State": "stopped",
		"Home": "/Users/example/Parallels/Fixture Stopped - macOS.macvm/",
		"GuestTools": {"state": "not_installed"},
		"Network": {"Conditioned": "off", "ipAddresses": []}
	},
	{
		"ID": "ffff4444-aaaa-4bbb-8ccc-dddd55556666",
		"Name": "Fixture Guest - macOS",
		"State": "running",
		"Home": "/Users/example/Parallels/Fixture Guest - macOS.macvm/"
	}
]
`;

/** Shape of the test data of vagrant-parallels (not recorded); id in braces as older versions write it. */
const listOlder = JSON.stringify([
  {
    ID: `{${vmId.toUpperCase()}}`,
    Name: 'VM_Name',
    State: 'stopped',
    Home: '/path/to/VM_Name.pvm/',
    Hardware: {
      cpu: { cpus: 1 },
      memory: { size: '512Mb' },
      hdd0: { enabled: true, image: '/path/to/disk1.hdd', size: '65536Mb' },
      net0: { enabled: true, type: 'shared', mac: '001C42B4B074', card: 'e1000', dhcp: 'yes' },
      net1: { enabled: true, type: 'host', iface: 'bigdata-1a2b3c4d', mac: '001C42EC0068', state: 'disconnected' },
      net10: { enabled: false, type: 'shared', mac: '001C42EC0069' },
    },
  },
]);

describe('a list of VMs', () => {
  it('of version 27 has bare ids', () => {
    expect(parseVmList(list27)?.map(({ id, stateText, home }) => [id, stateText, home])).toEqual([
      ['aaaa1111-bbbb-4ccc-8ddd-eeee22223333', 'stopped', '/Users/example/Parallels/Fixture Stopped - macOS.macvm'],
      ['ffff4444-aaaa-4bbb-8ccc-dddd55556666', 'running', '/Users/example/Parallels/Fixture Guest - macOS.macvm'],
    ]);
  });

  it('of an older version has ids in braces, and tells the hardware', () => {
    expect(parseVmList(listOlder)?.[0]).toMatchObject({
      id: vmId,
      cpus: 1,
      memoryMiB: 512,
      diskMiB: 65_536,
      disks: [{ device: 'hdd0', path: '/path/to/disk1.hdd' }],
      adapters: [
        { device: 'net0', type: 'shared', mac: '00:1c:42:b4:b0:74', networkId: null, connected: true },
        { device: 'net1', type: 'host', mac: '00:1c:42:ec:00:68', networkId: 'bigdata-1a2b3c4d', connected: false },
        { device: 'net10', connected: false },
      ],
    });
  });

  it('may have text and control characters before and in it', () => {
    const noisy = `\u0007[notice] {update}\nThis feature is not available in this edition of Parallels Desktop. \n${list27}`;
    const controlled = list27.replace('Fixture Stopped', 'Fixture\u0001\tStopped');

    expect(parseVmList(noisy)).toEqual(parseVmList(list27));
    expect(parseVmList(controlled)?.[0]?.name).toBe('Fixture Stopped - macOS');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'Login failed: unable to connect'],
    ['half a list', list27.slice(0, 200)],
    ['another document', '{"ID": 1}'],
    ['VMs without ids', '[{"Name": "x"}]'],
  ])('is no list when it is %s', (_title, text) => {
    expect(parseVmList(text)).toBeNull();
  });

  it('may be empty', () => {
    expect(parseVmList('[\n]\n')).toEqual([]);
  });
});

describe('JSON of a tool', () => {
  it('is not looked for without end in text full of brackets', () => {
    expect(parseToolJson('['.repeat(100_000))).toBeUndefined();
  });
});

describe('the mark of a VM', () => {
  it.each([{ vmId }, { vmId, sealed: true }, { vmId, baseId: 'b', networkId: 'bigdata-1a2b3c4d', sshPort: 2200 }])(
    'is read as it was written: %j',
    (marker) => {
      expect(parseMarker(`A note of the user. ${formatMarker(marker)} And another.`)).toEqual(marker);
    },
  );

  it.each(['', 'Big Data Lab', 'Big Data Lab: vm=x', 'Big Data Lab: base=1'])('is not in "%s"', (text) => {
    expect(parseMarker(text)).toBeNull();
  });
});

describe('a licence', () => {
  const first = 'This feature is not available in this edition of Parallels Desktop. \n';

  it.each([
    ['pro', '{"edition": "pro"}', 'ok'],
    ['business', '{"edition": "Business", "status": "ACTIVE"}', 'ok'],
    ['enterprise', '{"edition": "enterprise", "status": "ACTIVE"}', 'ok'],
    ['a trial of pro', '{"edition": "pro", "status": "ACTIVE", "is_trial": true}', 'ok'],
    ['standard', `${first}{"edition": "standard", "status": "ACTIVE"}`, 'edition'],
    ['an edition that says nothing else', first, 'edition'],
    ['one that expired', '{"edition": "pro", "status": "EXPIRED"}', 'expired'],
    [
      'a trial that expired',
      'This product was activated for a limited period of time that has now expired.',
      'expired',
    ],
    ['none', 'PrlHandle_FromString: Invalid argument', 'none'],
    ['nothing', '', 'unclear'],
    ['rubbish', '{[ %s', 'unclear'],
  ])('of %s is understood', (_title, text, kind) => {
    expect(parseLicense(text).kind).toBe(kind);
  });
});

describe('networks and forwards', () => {
  it('are read in the shape of vagrant-parallels', () => {
    const list =
      '[{"Network ID": "Shared", "Type": "shared", "Bound To": "vnic0"}, {"Network ID": "x", "Type": "host-only"}]';
    const rule = { 'source port': '2200', 'destination IP/VM id': `{${vmId}}`, 'destination port': 22 };
    const shared = JSON.stringify({ 'Network ID': 'Shared', 'NAT server': { 'TCP rules': { ssh: rule } } });

    expect(parseNetworkList(list)?.map(({ networkId, type }) => [networkId, type])).toEqual([
      ['Shared', 'shared'],
      ['x', 'host-only'],
    ]);
    expect(parseForwards(shared)).toEqual([{ name: 'ssh', hostPort: 2200, target: `{${vmId}}`, guestPort: 22 }]);
  });

  it.each([
    '{"Network ID": "Shared"}',
    '{"Network ID": "Shared", "NAT server": ""}',
    '{"Network ID": "Shared", "NAT server": {}}',
  ])('may be none: %s', (text) => {
    expect(parseForwards(text)).toEqual([]);
  });

  it.each(['', '[]', 'rubbish'])('are not known from "%s"', (text) => {
    expect(parseForwards(text)).toBeNull();
  });
});

describe('snapshots', () => {
  it('are a map of ids, oldest first', () => {
    const map = {
      [`{${vmId}}`]: { name: 'second', date: '2026-01-02 10:00:00', state: 'poweroff', current: true, parent: '' },
      '{11111111-2222-4333-8444-555555555555}': { name: 'first', date: '2026-01-01 10:00:00' },
    };

    expect(parseSnapshotList(JSON.stringify(map))).toEqual([
      { snapshotId: '11111111-2222-4333-8444-555555555555', name: 'first' },
      { snapshotId: vmId, name: 'second' },
    ]);
  });

  it('are none when nothing is printed, and unknown when it is something else', () => {
    expect(parseSnapshotList('\n')).toEqual([]);
    expect(parseSnapshotList('rubbish')).toBeNull();
  });

  it('are named by the id in the last line', () => {
    expect(parseTakenSnapshot(`Creating…\nThe snapshot with id {${vmId}} has been successfully created.`)).toBe(vmId);
    expect(parseTakenSnapshot('The snapshot has been created.')).toBeNull();
  });
});

describe('a version and a state', () => {
  it('are read', () => {
    expect(parseVersion('prlctl version 26.1.0 (57000)\n')).toEqual({ version: '26.1.0', major: 26 });
    expect(parseVersion('command not found')).toBeNull();
    expect(['running', 'Suspended', 'deleting state', 'levitating'].map(toNodeState)).toEqual([
      'running',
      'suspended',
      'stopped',
      'unknown',
    ]);
  });
});
