import type { VmId } from '../domain/ids.ts';
import type { TrialMode, TrialProof } from '../domain/trial.ts';
import type { CallOptions, HypervisorFinding } from './driver.ts';

/** Where a throw-away VM lives: its id, chosen and written down before it exists, and a folder of its own. */
export interface TrialPlace {
  readonly vmId: VmId;
  readonly dir: string;
}

/** What can be seen of the VM from outside. */
export interface TrialSight {
  /** Null: the hypervisor did not say. */
  readonly runs: boolean | null;
  /** What came out of its serial port so far. */
  readonly serial: string;
  /** The end of its log, or what the hypervisor printed. */
  readonly log: readonly string[];
}

/**
 * A throw-away VM, and one way to run it. It proves that the hypervisor runs VMs here, so none of its methods relies on what
 * detection believes. Failures are `LabError`s with the hypervisor's own words.
 */
export interface TrialWay {
  /** For the texts: `words.acceleration.<this>`. */
  readonly acceleration: Extract<HypervisorFinding, { readonly kind: 'usable' }>['acceleration'];
  readonly proof: TrialProof;
  /** How long to wait for a sign before nobody can tell. */
  readonly patienceMs: number;
  create(options: CallOptions): Promise<void>;
  /** Powers on; returns when the hypervisor says so. */
  start(options: CallOptions): Promise<void>;
  look(options: CallOptions): Promise<TrialSight>;
  /** After it ran: how, as its log tells. */
  readMode(): Promise<{ readonly mode: TrialMode; readonly evidence: readonly string[] }>;
  /** Cuts the power. Off or absent: does nothing. */
  stop(options: CallOptions): Promise<void>;
  /** Takes away the VM with this id and its files, also what an interrupted run left; nothing else. Absent: nothing. */
  remove(options: CallOptions): Promise<void>;
}

/** The ways to try, the best first; a later one only if the ones before did not run. Throws `hypervisor-missing`. */
export type PrepareTrial = (place: TrialPlace, signal: AbortSignal) => Promise<readonly TrialWay[]>;
