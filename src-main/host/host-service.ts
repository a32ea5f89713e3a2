import type { ApiHandlers } from '../contract/methods.ts';
import { toTrialResult } from '../domain/trial-result.ts';
import type { Trial } from '../domain/trial.ts';
import type { HypervisorSurvey } from '../hypervisors/detect.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandRunner } from '../process/command.ts';
import { runChecks } from './all-checks.ts';
import { readComputer } from './facts/read-computer.ts';
import { firmwareGuide } from './firmware/firmware-guide.ts';
import { situationOf } from './firmware/situation-of.ts';
import { readInternet } from './internet.ts';
import { readHostFacts } from './read-facts.ts';

/** What the checks of this computer stand on. */
export interface HostCheckSetup {
  readonly platform: Platform;
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly survey: (signal: AbortSignal) => Promise<HypervisorSurvey>;
  /** The last trial of each hypervisor. */
  readonly readTrials: () => Promise<readonly Trial[]>;
}

/** Checks this computer: everything is read anew at each call, then each check decides from the same facts. */
export function createHostHandlers(setup: HostCheckSetup): Pick<ApiHandlers, 'host.check'> {
  const { platform, runner, survey, readTrials } = setup;
  return {
    'host.check': async (_request, { signal }) => {
      const [{ findings, choice }, computer, internet, trials] = await Promise.all([
        survey(signal),
        readComputer({ platform, runner, signal }),
        readInternet(platform, signal),
        readTrials(),
      ]);
      const facts = await readHostFacts({ platform, runner }, { findings, choice }, signal);
      const trial = toTrialResult(trials, choice);
      const guide = firmwareGuide(situationOf(computer));
      return {
        checks: runChecks({ platform, facts, findings, computer, guide, internet, trial }),
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
