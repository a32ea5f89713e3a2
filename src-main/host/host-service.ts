import { cpus } from 'node:os';
import type { ApiHandlers } from '../contract/methods.ts';
import type { TrialResult } from '../domain/trial-result.ts';
import type { HypervisorFinding } from '../hypervisors/driver.ts';
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
  readonly detect: (signal: AbortSignal) => Promise<readonly HypervisorFinding[]>;
  /** The last trial; null where there was none. */
  readonly lastTrial: () => Promise<TrialResult | null>;
}

/** Checks this computer: everything is read anew at each call, then each check decides from the same facts. */
export function createHostHandlers({ platform, detect, lastTrial }: HostCheckSetup): Pick<ApiHandlers, 'host.check'> {
  return {
    'host.check': async (_request, { signal }) => {
      const findings = await detect(signal);
      const [facts, trial] = await Promise.all([readHostFacts(platform, findings), lastTrial()]);
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
      };
    },
  };
}
