import { z } from 'zod';
import { parseImageInfo, parseProgress } from '../../../src-main/hypervisors/qemu/parse-image-info.ts';
import { parsePluggedSlots } from '../../../src-main/hypervisors/qemu/parse-network-info.ts';
import { parseAccelerators, parseQemuVersion } from '../../../src-main/hypervisors/qemu/parse-qemu-help.ts';
import {
  parseJobs,
  parseMachineType,
  parseMonitorText,
  parseStatus,
  parseUuid,
} from '../../../src-main/hypervisors/qemu/parse-qmp-answers.ts';
import { parseQmpLine, splitLines } from '../../../src-main/hypervisors/qemu/parse-qmp.ts';
import { fixture } from '../samples.ts';
import { answers, BrokenPromiseError, notUnderstood, numberOrNone, target, type FuzzTarget } from '../target.ts';

const amount = numberOrNone.or(z.literal(Infinity));
const session = fixture('qemu/qmp-session.txt', 0, 20_000)
  .split('\n')
  .filter((line) => line.startsWith('<- '))
  .map((line) => line.slice(3));
const info = ['info-base', 'info-clone-with-snapshots'].map((name) =>
  fixture(`qemu/${name}.txt`)
    .replace(/^[\s\S]*?## stdout\n/, '')
    .replace(/\n## [\s\S]*$/, ''),
);
const json = ['{', '}', '[', ']', '"', ':', ',', '"id":', '"return":', '"error":', '"event":', '"__proto__":'];
const id = z.int().nullable();
const message = z.union([
  z.strictObject({ kind: z.literal('greeting'), version: z.string() }),
  z.strictObject({
    kind: z.literal('event'),
    event: z.strictObject({ name: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
  z.strictObject({ kind: z.literal('error'), id, errorClass: z.string(), description: z.string() }),
  z.strictObject({ kind: z.literal('return'), id, value: z.unknown() }),
]);

/** The same lines whether the text comes whole or in two pieces. */
function checkSplit(text: string): void {
  const whole = splitLines(text);
  const at = Math.floor(text.length / 2);
  const first = splitLines(text.slice(0, at));
  const second = splitLines(first.rest + text.slice(at));
  const joined = [...first.lines, ...second.lines];
  if (joined.join('\n') !== whole.lines.join('\n') || second.rest !== whole.rest)
    throw new BrokenPromiseError('other lines in two pieces');
}

const answerShape = z.union([
  z.string(),
  z.array(z.strictObject({ id: z.string(), status: z.string(), error: z.string().nullable() })),
]);
const answerChecks = [parseStatus, parseUuid, parseJobs, parseMachineType, parseMonitorText].map((parse) => {
  return (answer: unknown): void => {
    let value: unknown;
    try {
      value = parse(answer);
    } catch (error) {
      if (notUnderstood(error)) return;
      throw error;
    }
    answerShape.parse(value);
  };
});

/** What QEMU and qemu-img print. */
export const qemuTargets: readonly FuzzTarget[] = [
  target({ name: 'qmp-line', samples: session, words: json, check: answers(parseQmpLine, message, notUnderstood) }),
  target({
    name: 'qmp-split',
    samples: [session.slice(0, 4).join('\r\n'), '\n\n{}\r\n{', ''],
    check: checkSplit,
  }),
  target({
    name: 'qmp-answers',
    samples: [
      '{"running": true, "singlestep": false, "status": "running"}',
      '{"UUID": "11111111-2222-4333-8444-555555555555"}',
      '[{"id": "j", "status": "concluded", "type": "snapshot-save", "error": "No space left", "current-progress": 1}]',
      '"pc-q35-7.2-machine"',
      '"Error: no such snapshot\\r\\n"',
    ],
    words: json,
    check: (input) => {
      let answer: unknown;
      try {
        answer = JSON.parse(input);
      } catch {
        // Lines that are no JSON are the matter of `qmp-line`.
        return;
      }
      for (const check of answerChecks) check(answer);
    },
  }),
  target({
    name: 'qemu-img-info',
    samples: [...info, '{"format": "qcow2", "virtual-size": 1, "backing-filename": "/etc/shadow"}'],
    words: [...json, '"backing-filename":', '"data-file":', '"virtual-size":', '"snapshots":'],
    check: answers(
      parseImageInfo,
      z.strictObject({
        format: z.string(),
        virtualSizeBytes: z.int(),
        otherFiles: z.array(z.string()),
        snapshots: z.array(z.strictObject({ tag: z.string(), memoryBytes: z.int() })),
      }),
      notUnderstood,
    ),
  }),
  target({
    name: 'qemu-img-progress',
    samples: ['    (12.34/100%)', '(0/100%)\r    (100.00/100%)'],
    check: answers(parseProgress, z.number().min(0).max(1).nullable()),
  }),
  target({
    name: 'qemu-help',
    samples: ['system-version', 'img-version', 'accel-help'].map((name) => fixture(`qemu/${name}.txt`)),
    words: ['version ', 'kvm\n', 'tcg\n'],
    check: answers(
      (text) => ({ version: parseQemuVersion(text), accelerators: parseAccelerators(text) }),
      z.strictObject({
        version: z.strictObject({ major: amount, minor: amount, text: z.string().regex(/^[\d.]+$/) }).nullable(),
        accelerators: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)),
      }),
    ),
  }),
  target({
    name: 'qemu-network-info',
    samples: [
      'hub 0\n \\ port3: cable3: index=0,type=dgram,udp=127.0.0.1:20483/127.0.0.1:20482\n \\ port1: #net1: x\n',
    ],
    words: ['port1: cable1:', 'port', ': cable'],
    check: answers(parsePluggedSlots, z.array(amount)),
  }),
];
