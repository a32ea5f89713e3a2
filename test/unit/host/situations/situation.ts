import type { CheckId, CheckView } from '../../../../src-main/contract/host-views.ts';
import type { TrialResult } from '../../../../src-main/domain/trial-result.ts';
import { runChecks } from '../../../../src-main/host/all-checks.ts';
import type { CheckInput } from '../../../../src-main/host/check.ts';
import type { ComputerFacts } from '../../../../src-main/host/facts/computer-facts.ts';
import { firmwareGuide } from '../../../../src-main/host/firmware/firmware-guide.ts';
import { situationOf } from '../../../../src-main/host/firmware/situation-of.ts';
import type { InternetReading } from '../../../../src-main/host/internet.ts';
import type { HypervisorFinding } from '../../../../src-main/hypervisors/driver.ts';
import { roomyHost } from '../../../fakes/fake-core.ts';

/** What a check should answer: status and finding, and the ids of its ways out where they matter. */
export type Expected = readonly [status: CheckView['status'], finding: string, fixes?: readonly string[]];

/** One computer: what its system printed, and what the checks should make of it. */
export interface Situation {
  readonly name: string;
  /** Where the raw texts are from. */
  readonly origin: string;
  readonly computer: ComputerFacts;
  readonly platform: CheckInput['platform'];
  readonly findings?: readonly HypervisorFinding[];
  readonly facts?: Partial<CheckInput['facts']>;
  readonly internet?: InternetReading;
  readonly trial?: TrialResult;
  readonly expected: Partial<Record<CheckId, Expected | null>>;
  /** Words that the finding about another hypervisor has to name. */
  readonly features?: readonly string[];
}

const reached: InternetReading = {
  kind: 'reached',
  status: 200,
  proxy: null,
  evidence: ['https://cloud-images.ubuntu.com/: 200'],
};

/** All checks of one situation. */
export function checksOf({ computer, platform, findings = [], facts = {}, internet, trial }: Situation): CheckView[] {
  return runChecks({
    platform,
    findings,
    facts: { ...roomyHost, architecture: platform.architecture, ...facts },
    computer,
    guide: firmwareGuide(situationOf(computer)),
    internet: internet ?? reached,
    trial: trial ?? null,
  });
}

export const qemuSlow: HypervisorFinding = {
  kind: 'usable',
  id: 'qemu',
  version: '8.2.2',
  acceleration: 'software',
  evidence: ['QEMU emulator version 8.2.2'],
};
export const qemuKvm: HypervisorFinding = { ...qemuSlow, acceleration: 'kvm' };
export const qemuWhpx: HypervisorFinding = { ...qemuSlow, acceleration: 'whpx' };

/** VirtualBox as its detection finds it. */
export function virtualBox(version: string): HypervisorFinding {
  return {
    kind: 'usable',
    id: 'virtualbox',
    version,
    acceleration: 'native',
    evidence: [`VBoxManage --version: ${version}`],
  };
}

export const virtualBoxWithoutDriver: HypervisorFinding = {
  kind: 'unusable',
  id: 'virtualbox',
  version: '7.2.22',
  code: 'vm-driver-missing',
  evidence: ['WARNING: The character device /dev/vboxdrv does not exist.', '7.2.22_Debianr175245'],
};
export const virtualBoxMissing: HypervisorFinding = {
  kind: 'missing',
  id: 'virtualbox',
  evidence: ['VBoxManage: not found'],
};
