import { cpus } from 'node:os';
import type { ApiHandlers } from '../contract/methods.ts';
import { toTrialResult } from '../domain/trial-result.ts';
import type { Trial } from '../domain/trial.ts';
import type { HypervisorSurvey } from '../hypervisors/detect.ts';
import type { Platform } from '../platform/platform.ts';
import { checkCpu } from './checks/cpu.ts';
import { checkDisk } from './checks/disk.ts';
import { checkHypervisors } from './checks/hypervisors.ts';
import { checkMemory } from './checks/memory.ts';
import { checkNetwork } from './checks/network.ts';
import { readHostFacts } from './read-facts.ts';

/** In the order a person asks. */
const allChecks = [checkHypervisors, checkCpu, checkMemory, checkDisk, checkNetwork];

/** What the checks of this computer stand on. */
export interface HostCheckSetup {
  readonly platform: Platform;
  readonly survey: (signal: AbortSignal) => Promise<HypervisorSurvey>;
  /** The last trial of each hypervisor. */
  readonly readTrials: () => Promise<readonly Trial[]>;
}

/** Checks this computer: everything is read anew at each call, then each check decides from the same facts. */
export function createHostHandlers({ platform, survey, readTrials }: HostCheckSetup): Pick<ApiHandlers, 'host.check'> {
  return {
    'host.check': async (_request, { signal }) => {
      const { findings, choice } = await survey(signal);
      const facts = await readHostFacts(platform, { findings, choice });
      const trial = toTrialResult(await readTrials(), choice);
      const cpuModel = cpus()[0]?.model ?? 'unknown';
      return {
        checks: allChecks.map((check) => check({ facts, findings, cpuModel, dataDir: platform.dataDir, trial })),
        hypervisors: findings.map((finding) => ({
          id: finding.id,
          kind: finding.kind,
          version: finding.kind === 'missing' ? null : finding.version,
          acceleration: finding.kind === 'usable' ? finding.acceleration : null,
          evidence: [...finding.evidence],
        })),
        choice,
      };
    },
  };
}
