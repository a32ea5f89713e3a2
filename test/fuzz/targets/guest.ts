import { z } from 'zod';
import { nodeProofSchema, peerProofSchema } from '../../../src-main/domain/node-proof.ts';
import { safeFileName } from '../../../src-main/domain/file-names.ts';
import { parseClockLook } from '../../../src-main/guest/clock-check.ts';
import { parseGuestFacts, parsePeers } from '../../../src-main/guest/parse-guest-facts.ts';
import { parseVitals } from '../../../src-main/guest/parse-vitals.ts';
import { toNodeProof } from '../../../src-main/guest/readiness.ts';
import { parseSerialLog } from '../../../src-main/guest/serial-progress.ts';
import { fixture } from '../samples.ts';
import { answers, BrokenPromiseError, count, notUnderstood, plainLine, target, type FuzzTarget } from '../target.ts';

const facts = `cloud-init done
hostname pi-200
boot-id 0f8aa21b-6a31-4ec5-b1f0-fe52ef5e22ae
adapters [{"ifindex":1,"ifname":"lo","link_type":"loopback","address":"00:00:00:00:00:00","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},{"ifindex":2,"ifname":"enp0s3","link_type":"ether","address":"52:54:00:aa:bb:cc","addr_info":[{"family":"inet","local":"10.0.2.15","prefixlen":24},{"family":"inet6","local":"fe80::1"}]}]
`;
const failing = facts.replace('cloud-init done', 'cloud-init errors\ncloud-init-result {"v1": {"errors": ["a"]}}');

const factsShape = z.strictObject({
  cloudInit: z.enum(['done', 'errors', 'skipped', 'pending']),
  cloudInitResult: plainLine.max(2000).nullable(),
  hostname: plainLine.min(1).max(255),
  bootId: z.uuid(),
  adapters: z.array(
    z.strictObject({
      name: plainLine.max(64),
      mac: z.string().regex(/^(?:[0-9a-f]{2}(?::[0-9a-f]{2})*)?$/),
      addresses: z.array(z.ipv4()),
    }),
  ),
});

/** How much of a serial log is kept as evidence: it is shown, and written to the journal. */
const longestLine = 1000;
/** As a person reads it: a tab is a blank, anything else that a terminal would obey is gone. */
const consoleLine = z
  .string()
  .regex(/^(?:\t|\P{Cc})*$/u)
  .max(longestLine);
const mostNotes = 100;
const progressShape = z.strictObject({
  stage: z.enum(['silent', 'loading', 'kernel', 'services', 'cloud-init', 'login', 'emergency']),
  install: z.enum(['boot', 'start', 'disk', 'copy', 'system', 'finish', 'restart', 'done']).nullable(),
  cloudInitStage: z.enum(['init-local', 'init', 'modules:config', 'modules:final', 'finished']).nullable(),
  step: consoleLine.nullable(),
  stepNumber: count,
  of: count,
  ready: z.boolean(),
  failed: consoleLine.nullable(),
  notes: z.array(consoleLine).max(mostNotes),
  kernelPanic: consoleLine.nullable(),
  lastLines: z.array(consoleLine).max(20),
});

const bootLog = fixture('guest/node-first-boot.log', 30_000, 3000);

function checkFileName(name: string): void {
  const safe = safeFileName(name);
  const isSafe = /^[^/\\\p{Cc}-][^/\\\p{Cc}]*$/u.test(safe) && safe !== '.' && safe !== '..' && safe.isWellFormed();
  if (!isSafe || Buffer.byteLength(safe) > 255 || safeFileName(safe) !== safe)
    throw new BrokenPromiseError(`no safe name: ${JSON.stringify(safe)}`);
}

/** What guests say: over SSH and on their serial port. */
export const guestTargets: readonly FuzzTarget[] = [
  target({
    name: 'guest-facts',
    samples: [facts, failing],
    words: ['cloud-init ', 'hostname ', 'boot-id ', 'adapters ', '"addr_info":', '"local":"', '"family":"inet"', '\n'],
    check: answers(parseGuestFacts, factsShape, notUnderstood),
  }),
  target({
    name: 'guest-proof',
    samples: [facts],
    words: ['hostname ', '"local":"', '"address":"'],
    check: answers((text) => toNodeProof(parseGuestFacts(text), 0), nodeProofSchema, notUnderstood),
  }),
  target({
    name: 'guest-peers',
    samples: ['peer pi-201 10.77.0.201 0.451\npeer pi-202 10.77.0.202 -\n', 'peer pi-201 x 1e999\n'],
    words: ['peer ', 'pi-201', ' ', '\n'],
    check: answers(
      (text) => parsePeers(text, ['pi-201', 'pi-202']),
      z.array(peerProofSchema.extend({ roundTripMs: z.number().min(0).nullable() })).length(2),
    ),
  }),
  target({
    name: 'guest-vitals',
    samples: ['vitals uptime 12.34 cpu 1 2 3 4 5 6 7 8 9 0 memory 1000000 500000 disk 25000000 3000000'],
    words: ['vitals uptime ', ' cpu ', ' memory ', ' disk ', ' '],
    check: answers(
      parseVitals,
      z
        .strictObject({
          uptimeSeconds: z.number().min(0),
          cpu: z.strictObject({ totalTicks: z.number().min(0), busyTicks: z.number().min(0) }),
          ...{ memoryTotalMiB: count, memoryUsedMiB: count },
          ...{ diskTotalBytes: z.number().positive(), diskUsedBytes: z.number().min(0) },
        })
        .nullable(),
    ),
  }),
  target({
    name: 'guest-clock',
    samples: ['clock skew -3600 boot 0f8aa21b-6a31-4ec5-b1f0-fe52ef5e22ae\n', 'Thu Jan  1 UTC\nclock skew 0 boot x\n'],
    words: ['clock ', ' skew ', ' boot ', '-'],
    check: answers(parseClockLook, z.strictObject({ skewSeconds: z.int(), bootId: z.string().length(36) }).nullable()),
  }),
  target({
    name: 'serial-progress',
    samples: [
      bootLog,
      fixture('guest/base-preparation.log', 60_000, 3000),
      fixture('guest/base-preparation.log', 91_000, 3000),
      fixture('subiquity/installation.log'),
      '[    0.000000] Linux version 6.8\nBDL-BASE step 1/9 packages\nBDL-BASE log x\nBDL-BASE failed packages\n',
      '[    9.9] Kernel panic - not syncing: VFS\nCloud-init v. 24.1 finished at x\npi-200 login: ',
    ],
    words: [
      ...['BDL-BASE log ', 'BDL-BASE step 1/2 ', 'BDL-BASE install copy\n', ' Linux version 6', 'subiquity/Install/'],
      ...[
        'Kernel panic - not syncing: ',
        'command line: ',
        "Cloud-init v. 1 running 'init'",
        '\r',
        '\u001b[',
        '\u001b]0;',
      ],
    ],
    check: answers(parseSerialLog, progressShape),
  }),
  target({
    name: 'file-name',
    samples: ['bericht.tar.gz', '../../etc/passwd', 'Übung 1 (neu).pdf', '-rf', 'a'.repeat(300), '.', '😀'.repeat(70)],
    check: checkFileName,
  }),
];
