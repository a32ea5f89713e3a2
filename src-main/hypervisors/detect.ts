import { chooseHypervisor, type ChoiceHost, type HypervisorChoice } from '../domain/choose-hypervisor.ts';
import { LabError } from '../domain/failure.ts';
import type { HypervisorId } from '../domain/ids.ts';
import { trialOf, type Trial } from '../domain/trial.ts';
import { virtualBoxFault } from '../domain/virtualbox-faults.ts';
import type { HypervisorDriver, HypervisorFinding } from './driver.ts';
import type { PrepareTrial, TrialPlace, TrialWay } from './trial-vm.ts';

type UsableFinding = Extract<HypervisorFinding, { readonly kind: 'usable' }>;

/** One hypervisor as the composition root wires it. */
export interface HypervisorEntry {
  readonly id: HypervisorId;
  /** Looks anew at each call. */
  readonly detect: (signal: AbortSignal) => Promise<HypervisorFinding>;
  /** Called only after `detect` has found it usable. */
  readonly create: (finding: UsableFinding) => Promise<HypervisorDriver>;
  /** Ways to really start a VM; called whatever `detect` believes. */
  readonly prepareTrial: PrepareTrial;
}

/** What is here, and what it is best for. */
export interface HypervisorSurvey {
  /** Every known hypervisor, in the order of the choice. */
  readonly findings: readonly HypervisorFinding[];
  readonly choice: HypervisorChoice;
}

/** Finds hypervisors and hands out their drivers. */
export interface HypervisorRegistry {
  /** Looks anew at each call. */
  survey(signal: AbortSignal): Promise<HypervisorSurvey>;
  /** The driver of one; the same object at each call. Throws `hypervisor-missing` or what makes it unusable, with evidence. */
  driver(id: HypervisorId): Promise<HypervisorDriver>;
  /** What is known of it may be wrong by now: the next one who asks gets a driver made anew. */
  forget(id: HypervisorId): void;
  /** Looks anew at one that has fallen silent: throws what `driver` throws when it is not there any more, or cannot be used. */
  prove(id: HypervisorId): Promise<void>;
  /** Ways to try one. Throws `hypervisor-missing`. */
  prepareTrial(id: HypervisorId, place: TrialPlace, signal: AbortSignal): Promise<readonly TrialWay[]>;
}

/** What the order depends on besides what is found. */
export interface RegistrySetup {
  readonly host: ChoiceHost;
  /** The last trial of each hypervisor. */
  readonly readTrials: () => Promise<readonly Trial[]>;
}

/** Builds the registry. */
export function createHypervisorRegistry(
  entries: readonly HypervisorEntry[],
  { host, readTrials }: RegistrySetup,
): HypervisorRegistry {
  const drivers = new Map<HypervisorId, Promise<HypervisorDriver>>();
  function entryOf(id: HypervisorId): HypervisorEntry {
    const entry = entries.find((candidate) => candidate.id === id);
    if (entry !== undefined) return entry;
    throw new LabError('hypervisor-missing', `no driver for ${id}`, { params: { hypervisor: id } });
  }
  async function open(id: HypervisorId): Promise<HypervisorDriver> {
    const entry = entryOf(id);
    const finding = asTried(await entry.detect(new AbortController().signal), await readTrials());
    if (finding.kind === 'usable') return entry.create(finding);
    throw asFailure(finding, host);
  }
  return {
    survey: async (signal) => {
      const trials = await readTrials();
      const found = await Promise.all(entries.map(({ detect }) => detect(signal)));
      return inOrderOfChoice(
        found.map((finding) => asTried(finding, trials)),
        trials,
        host,
      );
    },
    driver: (id) => {
      const known = drivers.get(id);
      if (known !== undefined) return known;
      const opened = open(id);
      drivers.set(id, opened);
      // A hypervisor that was missing may be installed while the app runs.
      opened.catch(() => drivers.delete(id));
      return opened;
    },
    forget: (id) => {
      drivers.delete(id);
    },
    prove: async (id) => {
      const finding = await entryOf(id).detect(new AbortController().signal);
      if (finding.kind === 'usable') return;
      drivers.delete(id);
      throw asFailure(finding, host);
    },
    prepareTrial: async (id, place, signal) => entryOf(id).prepareTrial(place, signal),
  };
}

/** Why one that was found missing or unusable cannot be driven. */
function asFailure(finding: Exclude<HypervisorFinding, UsableFinding>, { platformId }: ChoiceHost): LabError {
  const { id, kind, evidence } = finding;
  const code = kind === 'missing' ? 'hypervisor-missing' : finding.code;
  const params = { hypervisor: id, tool: id, package: id, driverFix: platformId };
  return new LabError(code, `${id} is ${kind}`, { params, evidence });
}

function inOrderOfChoice(
  findings: readonly HypervisorFinding[],
  ...[trials, host]: readonly [readonly Trial[], ChoiceHost]
): HypervisorSurvey {
  const choice = chooseHypervisor(
    findings.map((finding) => ({
      id: finding.id,
      kind: finding.kind,
      isEmulated: finding.kind === 'usable' && finding.acceleration === 'software',
      isKnownBad: finding.kind === 'usable' && isKnownBad(finding, host),
      trial: trialOfFinding(finding, trials),
    })),
    host,
  );
  const order = choice.candidates.map(({ hypervisor }) => hypervisor);
  return { findings: findings.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), choice };
}

/** Small nodes that hang are no reason against a hypervisor: the plan sees to their size. */
function isKnownBad({ id, version }: UsableFinding, host: ChoiceHost): boolean {
  if (id !== 'virtualbox') return false;
  const fault = virtualBoxFault(version, host);
  return fault === 'data-risk' || fault === 'no-internal-network';
}

/** The last trial of what was found. */
export function trialOfFinding(finding: HypervisorFinding, trials: readonly Trial[]): Trial | null {
  return finding.kind === 'missing' ? null : trialOf(trials, finding.id, finding.version);
}

/**
 * What was tried outranks what was measured: an accelerator that opens and runs nothing is not taken again, since every lab would
 * wait for guests that stand still.
 */
function asTried(finding: HypervisorFinding, trials: readonly Trial[]): HypervisorFinding {
  const outcome = trialOfFinding(finding, trials)?.outcome;
  if (finding.kind !== 'usable' || outcome?.kind !== 'ran' || outcome.mode !== 'software') return finding;
  if (finding.acceleration === 'software' || outcome.fallback === null) return finding;
  const evidence = [...finding.evidence, `tried: ${outcome.fallback.message}`];
  return { ...finding, acceleration: 'software', evidence };
}
