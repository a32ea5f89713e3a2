import { z } from 'zod';
import { hypervisorIdSchema, type CpuArchitecture, type HypervisorId } from './ids.ts';
import type { Trial } from './trial.ts';

/**
 * How a hypervisor stands here, the best first. `good`: nothing speaks against it. `known-bad`: its version has a fault that harms
 * labs. `slow`: it runs, slowed down by the hypervisor of Windows. `software`: it emulates the CPU. `failed`: it did not run a VM
 * when it was tried.
 */
export const hypervisorVerdicts = ['good', 'known-bad', 'slow', 'software', 'failed', 'unusable', 'missing'] as const;
export type HypervisorVerdict = (typeof hypervisorVerdicts)[number];

/** A hypervisor of this computer, as far as the choice depends on it. */
export interface HypervisorCandidate {
  readonly id: HypervisorId;
  /** For Parallels, usable means that its licence allows its command line. */
  readonly kind: 'usable' | 'unusable' | 'missing';
  /** Its guests run without the CPU's help. */
  readonly isEmulated: boolean;
  readonly isKnownBad: boolean;
  /** The last trial of this version; null when there was none. */
  readonly trial: Trial | null;
}

/** The computer, as far as the choice depends on it. */
export interface ChoiceHost {
  readonly platformId: 'windows' | 'macos' | 'linux';
  readonly architecture: CpuArchitecture;
}

/** Which hypervisor a lab takes unless somebody wants another one, and why. */
export const hypervisorChoiceSchema = z.object({
  /** Null: none can run a lab. */
  hypervisor: hypervisorIdSchema.nullable(),
  /** All that are known, the best first. */
  candidates: z.array(
    z.object({
      hypervisor: hypervisorIdSchema,
      verdict: z.enum(hypervisorVerdicts),
      /** A VM really ran with it. */
      isProved: z.boolean(),
    }),
  ),
  /** Those that would usually come first here, and do not. */
  passedOver: z.array(hypervisorIdSchema),
});
export type HypervisorChoice = z.infer<typeof hypervisorChoiceSchema>;

/** What is taken among equals: VirtualBox is made for this; Parallels is the fastest and smoothest where the CPU is Apple's. */
export function preferredOrder({ platformId, architecture }: ChoiceHost): readonly HypervisorId[] {
  const isAppleCpu = platformId === 'macos' && architecture === 'arm64';
  return isAppleCpu ? ['parallels', 'virtualbox', 'qemu'] : ['virtualbox', 'parallels', 'qemu'];
}

const runs: readonly HypervisorVerdict[] = ['good', 'known-bad', 'slow', 'software'];

/**
 * The one place that decides between hypervisors. What was tried outranks what was guessed. Nothing here forbids: whoever names a
 * usable hypervisor gets it.
 */
export function chooseHypervisor(candidates: readonly HypervisorCandidate[], host: ChoiceHost): HypervisorChoice {
  const preferred = preferredOrder(host);
  const judged = candidates
    .map(({ trial, ...candidate }) => ({
      hypervisor: candidate.id,
      verdict: verdictOf({ trial, ...candidate }),
      isProved: trial?.outcome.kind === 'ran',
    }))
    .toSorted((a, b) => preferred.indexOf(a.hypervisor) - preferred.indexOf(b.hypervisor));
  const ordered = judged.toSorted((a, b) => rankOf(a.verdict) - rankOf(b.verdict));
  const [best] = ordered;
  const chosen = best !== undefined && runs.includes(best.verdict) ? best.hypervisor : null;
  const earlier = judged.slice(0, chosen === null ? judged.length : preferredIndex(judged, chosen));
  return {
    hypervisor: chosen,
    candidates: ordered,
    // Parallels is bought: nobody is told that it is missing.
    passedOver: earlier
      .filter(({ hypervisor, verdict }) => !(hypervisor === 'parallels' && verdict === 'missing'))
      .map(({ hypervisor }) => hypervisor),
  };
}

function preferredIndex(judged: readonly { readonly hypervisor: HypervisorId }[], id: HypervisorId): number {
  return judged.findIndex(({ hypervisor }) => hypervisor === id);
}

function rankOf(verdict: HypervisorVerdict): number {
  return hypervisorVerdicts.indexOf(verdict);
}

function verdictOf({ kind, isEmulated, isKnownBad, trial }: HypervisorCandidate): HypervisorVerdict {
  if (kind === 'missing') return 'missing';
  if (trial?.outcome.kind === 'failed') return kind === 'usable' ? 'failed' : 'unusable';
  if (kind === 'unusable') return 'unusable';
  const tried = trial?.outcome.kind === 'ran' ? trial.outcome.mode : null;
  if (tried === 'software' || (isEmulated && tried !== 'native')) return 'software';
  if (tried === 'slow') return 'slow';
  return isKnownBad ? 'known-bad' : 'good';
}
