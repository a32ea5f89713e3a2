import { z } from 'zod';
import { parseMarker } from '../../../src-main/hypervisors/parallels/marker.ts';
import { parseToolJson } from '../../../src-main/hypervisors/parallels/parse-json.ts';
import { parseLicense } from '../../../src-main/hypervisors/parallels/parse-license.ts';
import { parseForwards, parseNetworkList } from '../../../src-main/hypervisors/parallels/parse-networks.ts';
import { parseSnapshotList, parseTakenSnapshot } from '../../../src-main/hypervisors/parallels/parse-snapshots.ts';
import { parseVersion } from '../../../src-main/hypervisors/parallels/parse-version.ts';
import { parseVmList } from '../../../src-main/hypervisors/parallels/parse-vm-list.ts';
import { answers, numberOrNone, target, uuid, type FuzzTarget } from '../target.ts';

const amount = numberOrNone.or(z.literal(Infinity));
const port = z.int().min(0).max(65_535);
const marker = z.strictObject({
  vmId: uuid,
  baseId: z.string().optional(),
  networkId: z.string().optional(),
  sshPort: amount.optional(),
  sealed: z.literal(true).optional(),
});
const medium = z.strictObject({ device: z.string(), path: z.string() });
const vm = z.strictObject({
  ...{ id: z.string(), name: z.string(), stateText: z.string(), home: z.string(), marker: marker.nullable() },
  ...{ cpus: amount, memoryMiB: amount, diskMiB: amount.nullable() },
  adapters: z.array(
    z.strictObject({
      ...{ device: z.string(), type: z.string(), mac: z.string(), networkId: z.string().nullable() },
      connected: z.boolean(),
    }),
  ),
  ...{ disks: z.array(medium), drives: z.array(medium), serials: z.array(medium) },
});

const description = 'Big Data Lab: vm=3f0c2a52-6f0e-4a3b-9a31-0d3f7b1c9e55 base=b network=n ssh=2200 sealed';
/** After the test data of vagrant-parallels (not recorded), with what this program writes. */
const list = JSON.stringify([
  {
    ID: '{3F0C2A52-6F0E-4A3B-9A31-0D3F7B1C9E55}',
    Name: 'pi-200',
    State: 'running',
    Home: '/path/to/pi-200.pvm/',
    Description: description,
    Hardware: {
      cpu: { cpus: 1 },
      memory: { size: '512Mb' },
      hdd0: { enabled: true, image: '/path/to/disk1.hdd', size: '65536Mb' },
      net0: { enabled: true, type: 'shared', mac: '001C42B4B074', card: 'e1000' },
      net1: { enabled: true, type: 'host', iface: 'bigdata', mac: '001C42EC0068', state: 'disconnected' },
      cdrom0: { enabled: true, image: '/seed.iso' },
      serial0: { enabled: true, output: '/serial.log' },
    },
  },
]);
const network = JSON.stringify({
  'Network ID': 'Shared',
  Type: 'shared',
  'NAT server': {
    'TCP rules': { ssh: { 'source port': 2200, 'destination IP/VM id': '10.0.0.1', 'destination port': 22 } },
    'UDP rules': '',
  },
});
const words = ['{', '}', '[', ']', '"', ':', ',', '"Hardware":', '"net1":', '"__proto__":', '"Big Data Lab: vm='];

/** What prlctl and prlsrvctl print. */
export const parallelsTargets: readonly FuzzTarget[] = [
  target({
    name: 'prl-json',
    samples: [list, `This feature is not available {in [this edition.\n${network}`, '[]', '{}'],
    words,
    check: answers(parseToolJson, z.unknown()),
  }),
  target({ name: 'prl-vm-list', samples: [list, '[]'], words, check: answers(parseVmList, z.array(vm).nullable()) }),
  target({
    name: 'prl-networks',
    samples: [JSON.stringify([{ 'Network ID': 'Shared', Type: 'shared' }, { 'Network ID': 'b' }]), '[]'],
    words,
    check: answers(parseNetworkList, z.array(z.strictObject({ networkId: z.string(), type: z.string() })).nullable()),
  }),
  target({
    name: 'prl-forwards',
    samples: [network, '{"Network ID": "Shared"}'],
    words: [...words, '"TCP rules":', '"source port":'],
    check: answers(
      parseForwards,
      z.array(z.strictObject({ name: z.string(), hostPort: port, target: z.string(), guestPort: port })).nullable(),
    ),
  }),
  target({
    name: 'prl-snapshots',
    samples: [
      '{"{3f0c2a52-6f0e-4a3b-9a31-0d3f7b1c9e55}": {"name": "base", "date": "2026-01-01 10:00:00", "current": true}}',
      '',
    ],
    words,
    check: answers(parseSnapshotList, z.array(z.strictObject({ snapshotId: z.string(), name: z.string() })).nullable()),
  }),
  target({
    name: 'prl-snapshot-taken',
    samples: ['The snapshot with id {3f0c2a52-6f0e-4a3b-9a31-0d3f7b1c9e55} has been successfully created.\n'],
    check: answers(parseTakenSnapshot, uuid.nullable()),
  }),
  target({
    name: 'prl-licence',
    samples: [
      '{"edition": "pro", "status": "ACTIVE", "expiration": "2027"}',
      'not available in this edition\n',
      'limited period of time that has now expired',
      'PrlHandle_FromString: Invalid argument',
    ],
    words,
    check: answers(
      parseLicense,
      z.strictObject({ kind: z.enum(['ok', 'edition', 'expired', 'none', 'unclear']), edition: z.string().optional() }),
    ),
  }),
  target({
    name: 'prl-version',
    samples: ['prlctl version 26.1.0 (57000)\n'],
    check: answers(parseVersion, z.strictObject({ version: z.string(), major: amount }).nullable()),
  }),
  target({
    name: 'prl-marker',
    samples: [`Mein Text\n${description}\nund mehr`],
    words: ['Big Data Lab:', ' vm=', ' ssh=', ' sealed'],
    check: answers(parseMarker, marker.nullable()),
  }),
];
