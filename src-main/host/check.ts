import type { CheckView, Fix } from '../contract/host-views.ts';
import type { FirmwareGuide } from '../contract/firmware-views.ts';
import type { HostFacts } from '../domain/host-facts.ts';
import type { TrialResult } from '../domain/trial-result.ts';
import type { HypervisorFinding } from '../hypervisors/driver.ts';
import type { Platform } from '../platform/platform.ts';
import type { ComputerFacts } from './facts/computer-facts.ts';
import type { InternetReading } from './internet.ts';

/** What every check decides from; gathered before, so that each check is a pure function. */
export interface CheckInput {
  readonly platform: Pick<Platform, 'id' | 'architecture' | 'dataDir'>;
  readonly facts: Omit<HostFacts, 'choice'>;
  readonly findings: readonly HypervisorFinding[];
  readonly computer: ComputerFacts;
  readonly guide: FirmwareGuide;
  readonly internet: InternetReading;
  /** What a throw-away VM showed the last time, where one was tried; it outranks what is concluded from flags. */
  readonly trial: TrialResult | null;
}

/** One check of this computer: one file each. Null: it makes no sense on this computer. */
export type HostCheckFunction = (input: CheckInput) => CheckView | null;

interface Verdict extends Pick<CheckView, 'id' | 'status' | 'finding'> {
  readonly params?: CheckView['params'];
  readonly evidence: readonly string[];
  readonly fixes?: readonly Fix[];
}

/** The answer of a check, with nothing where nothing was said. */
export function verdict({ params = {}, evidence, fixes = [], ...rest }: Verdict): CheckView {
  return { ...rest, params, evidence: [...evidence], fixes: [...fixes] };
}

/** True when guests get the CPU's help with this hypervisor. */
export function isFast(finding: HypervisorFinding): boolean {
  return finding.kind === 'usable' && finding.acceleration !== 'software';
}

/** The finding about one hypervisor; undefined where this program does not know it on this system. */
export function findingOf(
  { findings }: Pick<CheckInput, 'findings'>,
  id: HypervisorFinding['id'],
): HypervisorFinding | undefined {
  return findings.find((finding) => finding.id === id);
}

/** A trial that ran natively proves that everything below it is right, whatever was read. */
export function provedByTrial({ trial }: Pick<CheckInput, 'trial'>): readonly string[] | null {
  if (trial?.mode !== 'native') return null;
  return [`${trial.triedAt}: ${trial.hypervisor} ${trial.version ?? ''}: native`, ...trial.evidence];
}

/** True when the switch in the firmware is known to be off: then no hypervisor gets the CPU's help, ready as it may look. */
export function isSwitchedOff(input: Pick<CheckInput, 'computer' | 'trial'>): boolean {
  return input.computer.isFirmwareOn.value === false && provedByTrial(input) === null;
}
