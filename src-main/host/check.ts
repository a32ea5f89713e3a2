import type { CheckView } from '../contract/host-views.ts';
import type { HostFacts } from '../domain/host-facts.ts';
import type { TrialResult } from '../domain/trial-result.ts';
import type { HypervisorFinding } from '../hypervisors/driver.ts';

/** What every check decides from; gathered before, so that each check is a pure function. */
export interface CheckInput {
  readonly facts: HostFacts;
  readonly findings: readonly HypervisorFinding[];
  readonly cpuModel: string;
  readonly dataDir: string;
  /** What a throw-away VM showed the last time, where one was tried; it outranks what is concluded from flags. */
  readonly trial: TrialResult | null;
}

/** One check of this computer: one file each. */
export type HostCheckFunction = (input: CheckInput) => CheckView;
