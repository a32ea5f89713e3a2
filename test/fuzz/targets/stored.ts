import { z } from 'zod';
import { settingsSchema } from '../../../src-main/contract/app-views.ts';
import { networkRecordSchema } from '../../../src-main/hypervisors/qemu/network-record.ts';
import { runRecordSchema } from '../../../src-main/hypervisors/qemu/run-record.ts';
import { vmRecordSchema } from '../../../src-main/hypervisors/qemu/vm-record.ts';
import { baseRecordSchema, labRecordSchema } from '../../../src-main/labs/lab-record.ts';
import { journalEntrySchema, stepsBegunEarlier } from '../../../src-main/operations/journal-entry.ts';
import { journalHistory } from '../../../src-main/operations/journal-history.ts';
import { historyOperationSchema } from '../../../src-main/contract/history-views.ts';
import { parseJournal } from '../../../src-main/store/journal.ts';
import { parseStored } from '../../../src-main/store/json-file.ts';
import { parseLock } from '../../../src-main/store/lock-file.ts';
import { trialSchema } from '../../../src-main/domain/trial.ts';
import { draftSchema } from '../../../src-main/contract/app-views.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { sshConfigText, knownHostsText } from '../../../src-main/guest/ssh-files.ts';
import { answers, BrokenPromiseError, labErrors, target, type FuzzTarget } from '../target.ts';

const refused = labErrors('stored-file-damaged', 'stored-file-too-new');
const json = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '"schemaVersion": 2',
  '"__proto__": {"x": 1}',
  '"name": "../x"',
  'null',
];

const vmId = '0f8aa21b-6a31-4ec5-b1f0-fe52ef5e22ae';
const node = {
  ...{ name: 'pi-200', number: 200, vmId, address: '10.77.0.200', natMac: '08:00:27:aa:bb:cc' },
  ...{ labMac: '08:00:27:aa:bb:cd', sshPort: 2200, cpus: 1, memoryMiB: 2048, diskGiB: 25 },
};
const lab = {
  schemaVersion: 1,
  plan: {
    ...{ labId: 'labor', name: 'Labor', hypervisor: 'virtualbox', architecture: 'amd64', image: 'ubuntu-24.04' },
    network: { name: 'bigdata', subnet: '10.77.0.0/24', prefixLength: 24 },
    ...{ user: 'pi', keyboard: 'de', locale: 'en_US.UTF-8', timezone: 'Europe/Berlin', diskGiB: 25, upgrade: true },
    ...{ sharedDisks: [{ name: 'daten', sizeMiB: 1024 }], nodes: [node], startStages: [['pi-200']] },
  },
  phase: 'ready',
  base: { vmId, name: 'base', dir: '/d/bases/b', snapshotId: 'base', baseId: 'ubuntu-24-04-aaaaaaaa' },
  createdAt: '2026-01-01T00:00:00.000Z',
  proofs: {
    'pi-200': {
      ...{ hostname: 'pi-200', addresses: ['10.77.0.200'], bootId: 'x', cloudInit: 'done' },
      ...{ peers: [{ name: 'pi-201', reachable: true, roundTripMs: 0.4 }], provenAt: '2026-01-01T00:00:00.000Z' },
    },
  },
  snapshots: [{ name: 'vorher', takenAt: '2026-01-01T00:00:00.000Z', nodes: { 'pi-200': 's' }, running: ['pi-200'] }],
  pulledCables: { 'pi-200': ['nat'] },
};
/** What somebody could write into the record to have the app leave its folder, or tell SSH something else. */
const hostileNames = [
  '../../../../etc',
  '/etc',
  '..',
  'a/b',
  'pi-200\n  ProxyCommand reboot',
  'a b',
  'a\0',
  '-oProxyCommand=x',
  'Pi',
];
const hostileLabs = [
  JSON.stringify(lab),
  ...hostileNames.flatMap((name) => [
    JSON.stringify({ ...lab, plan: { ...lab.plan, nodes: [{ ...node, name }] } }),
    JSON.stringify({ ...lab, plan: { ...lab.plan, user: name } }),
    JSON.stringify({ ...lab, plan: { ...lab.plan, sharedDisks: [{ name, sizeMiB: 16 }] } }),
    JSON.stringify({ ...lab, plan: { ...lab.plan, labId: name } }),
  ]),
];
const base = {
  ...{
    schemaVersion: 1,
    baseId: 'ubuntu-24-04-aaaaaaaa',
    hypervisor: 'qemu',
    imageId: 'ubuntu-24.04',
    imageDigest: 'a',
  },
  ...{ vmId, name: 'base', diskGiB: 25, natMac: '52:54:00:aa:bb:cc', createdAt: '2026-01-01T00:00:00.000Z' },
  snapshotId: null,
};
const vm = {
  ...{ schemaVersion: 1, vmId, name: 'pi-200', phase: 'ready', registered: true, architecture: 'amd64' },
  ...{ cpus: 1, memoryMiB: 512, natMac: 'a', seedPath: 'seed.iso', serialLogPath: null, machine: null },
  clone: {
    base: { vmId, name: 'b', dir: '/b' },
    ...{ labMac: 'a', networkName: 'bigdata', networkDir: '/n', sshPort: 2200, sharedDiskPaths: [] },
  },
  ...{ cables: { nat: true, internal: true }, resumeFrom: null, savingAs: null, snapshots: [], tagCount: 0 },
  orphanTags: [],
};
const network = { schemaVersion: 1, name: 'bigdata', block: 3, slots: { [vmId]: 0 } };
const run = { schemaVersion: 1, pid: 4711, startTime: 'x', control: { kind: 'unix', path: '/run/s' } };

const operation = { at: '2026-01-01T00:00:00.000Z', operationId: vmId };
const failure = { code: 'disk-full', params: { path: '/x' }, message: 'm', evidence: ['e'] };
const journal = [
  { ...operation, event: 'begin', kind: 'create' },
  { ...operation, event: 'step-begin', stepId: 'node/pi-200/create', title: { key: 'k', params: {} } },
  {
    ...{ ...operation, event: 'step-end', stepId: 'node/pi-200/create', outcome: 'failed', durationMs: 3 },
    ...{ commands: [{ line: 'VBoxManage list vms', exitCode: 1, durationMs: 2 }], error: failure },
  },
  { ...operation, event: 'undo', stepId: 'node/pi-200/create', leftBehind: [] },
  { ...operation, event: 'end', state: 'failed' },
]
  .map((entry) => `${JSON.stringify(entry)}\n`)
  .join('');

function stored(name: string, sample: unknown, schema: z.ZodType): FuzzTarget {
  return target({
    name,
    samples: [JSON.stringify(sample), JSON.stringify(sample, null, 2)],
    words: json,
    check: answers((text) => parseStored('/data/file.json', text, schema), schema, refused),
  });
}

const paths = createPaths('/data');

/** Whatever a record says: every path made of it stays in the folder of the lab, and no line is added to a file of SSH's. */
function checkLabPaths(text: string): void {
  const { plan } = parseStored('/data/labs/labor/lab.json', text, labRecordSchema);
  const made = [
    ...plan.nodes.map(({ name }) => paths.nodeDir(plan.labId, name)),
    ...plan.sharedDisks.map(({ name }) => paths.sharedDiskFile(plan.labId, name)),
    paths.labKeyFile(plan.labId),
  ];
  const outside = made.find((path) => !path.startsWith(`/data/labs/${plan.labId}/`) || path.includes('\0'));
  if (outside !== undefined) throw new BrokenPromiseError(`leads out of the lab: ${outside}`);
  const harmless = plan.nodes.map((_, index) => `pi-${String(200 + index)}`);
  const names = plan.nodes.map(({ name }) => name);
  if (sshLines(names, plan.user) !== sshLines(harmless, 'pi'))
    throw new BrokenPromiseError('lines were added to a file of SSH');
}

function sshLines(names: readonly string[], user: string): number {
  const nodes = names.map((name) => ({ name, port: 2200, hostKey: 'ssh-ed25519 AAAA' }));
  const config = sshConfigText({ user, identityFile: '/k', knownHostsFile: '/h', nodes });
  return (config + knownHostsText(nodes)).split(/[\r\n]/).length;
}

/** Files in the data folder: whoever could write there, nothing of it is believed unseen. */
export const storedTargets: readonly FuzzTarget[] = [
  stored('lab-record', lab, labRecordSchema),
  target({
    name: 'lab-record-paths',
    samples: hostileLabs,
    words: [...json, '../', '/', '\\n', '..', '"name":"', '"user":"'],
    check: (text) => {
      try {
        checkLabPaths(text);
      } catch (error) {
        if (!refused(error)) throw error;
      }
    },
  }),
  stored('base-record', base, baseRecordSchema),
  stored('vm-record', vm, vmRecordSchema),
  stored('network-record', network, networkRecordSchema),
  stored('run-record', run, runRecordSchema),
  stored('settings', { schemaVersion: 1, language: 'de' }, settingsSchema.extend({ schemaVersion: z.literal(1) })),
  stored(
    'draft',
    {
      schemaVersion: 1,
      draft: { step: 'lab', furthest: 'review', spec: { name: 'L', nodes: 3 }, operationId: null, labId: null },
    },
    z.strictObject({ schemaVersion: z.literal(1), draft: draftSchema }),
  ),
  stored(
    'trials',
    {
      schemaVersion: 1,
      trials: [
        {
          ...{ hypervisor: 'qemu', version: '7.2', at: '2026-01-01T00:00:00.000Z' },
          outcome: { kind: 'ran', mode: 'native', proof: 'word', tookMs: 1, fallback: failure, evidence: ['a'] },
        },
      ],
    },
    z.object({ schemaVersion: z.literal(1), trials: z.array(trialSchema) }),
  ),
  target({
    name: 'journal',
    samples: [journal],
    words: [...json, '\n', '"event":"end"', '"event":"begin"'],
    check: answers(
      (text) => {
        const entries = parseJournal('/data/journal.jsonl', text, journalEntrySchema);
        return { history: journalHistory(entries), begun: stepsBegunEarlier(entries, 'create') };
      },
      z.strictObject({ history: z.array(historyOperationSchema), begun: z.set(z.string()) }),
      refused,
    ),
  }),
  target({
    name: 'lock',
    samples: ['{"pid": 4711, "startTime": "x", "purpose": "create", "token": "abc123"}'],
    words: json,
    check: answers(
      parseLock,
      z
        .strictObject({
          ...{ pid: z.int().positive(), startTime: z.string(), purpose: z.string() },
          token: z.string().regex(/^[0-9a-f]{1,64}$/),
        })
        .nullable(),
    ),
  }),
];
