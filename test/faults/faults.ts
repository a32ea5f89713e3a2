/**
 * What can go wrong at one moment of an operation.
 *
 * - `killed`: the app ends there, as with `kill -9`; nothing of it runs any more.
 * - `fails`: a program, the guest or the server refuses, nothing done.
 * - `hangs`: it does nothing and never answers, until its time-out ends it.
 * - `cancelled`: it hangs, and the user cancels.
 * - `rubbish`: its answer makes no sense.
 * - `late`: it does its work, and answers after the time-out, so that the caller believes it failed.
 * - `child-killed`: the program is killed in the middle of its work; where programs are really run.
 * - `disk-full`: nothing more can be written from there on, the last write only in part, until the run has ended.
 * - `unreadable`: a file that is there cannot be read from there on, until the run has ended.
 * - `torn-journal`: the app ends in the middle of writing a line of the journal.
 * - `clock-forward`, `clock-back`: the clock of the computer jumps by hours.
 * - `power-cut`: the app and every VM end there, and what was not synced may be lost.
 */
export const faultIds = [
  'killed',
  'fails',
  'hangs',
  'cancelled',
  'rubbish',
  'late',
  'child-killed',
  'disk-full',
  'unreadable',
  'torn-journal',
  'clock-forward',
  'clock-back',
  'power-cut',
] as const;
export type FaultId = (typeof faultIds)[number];

/**
 * What the app is about to do. `ask`: a question to the hypervisor; `act`: it changes something; `guest`: something of a node over
 * SSH; `fetch`: a request to a server; the others: something with one file.
 */
export type PointKind = 'read-file' | 'write-file' | 'remove-file' | 'sync-file' | 'ask' | 'act' | 'guest' | 'fetch';

/** One moment at which a fault may strike: right before the app does something. */
export interface Point {
  readonly kind: PointKind;
  /** What is done, to what; the same in every run of a case. */
  readonly what: string;
  /** True where a line of the journal is about to be written: before or after a step, or at an end of the operation. */
  readonly isBoundary?: boolean;
}

const everything: readonly PointKind[] = [
  'read-file',
  'write-file',
  'remove-file',
  'sync-file',
  'ask',
  'act',
  'guest',
  'fetch',
];
const outside: readonly PointKind[] = ['ask', 'act', 'guest', 'fetch'];

const kindsOf: Readonly<Record<FaultId, readonly PointKind[]>> = {
  killed: everything,
  fails: outside,
  hangs: outside,
  cancelled: outside,
  rubbish: outside,
  late: ['act', 'guest'],
  'child-killed': ['ask', 'act'],
  'disk-full': ['write-file', 'act'],
  unreadable: ['read-file'],
  'torn-journal': ['write-file'],
  'clock-forward': outside,
  'clock-back': outside,
  'power-cut': ['write-file', 'remove-file', 'sync-file', 'act'],
};

/** True where this fault can strike. */
export function canStrike(fault: FaultId, point: Point): boolean {
  if (fault === 'torn-journal') return point.isBoundary === true;
  const boundary = point.isBoundary === true && (fault === 'clock-forward' || fault === 'clock-back');
  return boundary || kindsOf[fault].includes(point.kind);
}
