import { z } from 'zod';
import type { HypervisorChoice } from './choose-hypervisor.ts';
import { hypervisorIdSchema } from './ids.ts';
import type { Trial } from './trial.ts';

/**
 * What a throw-away VM showed when it was really started: `native` with the CPU's help, `slow` through the hypervisor of Windows,
 * `software` emulated, `failed` not at all. It outranks whatever the checks conclude from flags and settings.
 */
export const trialResultSchema = z.object({
  hypervisor: hypervisorIdSchema,
  /** Of the hypervisor; the result counts for this one alone. */
  version: z.string().nullable(),
  mode: z.enum(['native', 'slow', 'software', 'failed']),
  /** Of the error catalogue, where it failed. */
  code: z.string().nullable(),
  /** For the gaps of its texts. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  triedAt: z.iso.datetime(),
  evidence: z.array(z.string()),
});
export type TrialResult = z.infer<typeof trialResultSchema>;

/**
 * The trial that says most about this computer: one that ran with the CPU's help proves it for every hypervisor, else that of the
 * hypervisor a lab would take, else the newest. Trials that could not tell say nothing.
 */
export function toTrialResult(trials: readonly Trial[], { hypervisor: chosen }: HypervisorChoice): TrialResult | null {
  const results = trials.flatMap((trial) => resultOf(trial)).toSorted((a, b) => b.triedAt.localeCompare(a.triedAt));
  const proof = results.find(({ mode }) => mode === 'native');
  return proof ?? results.find(({ hypervisor }) => hypervisor === chosen) ?? results[0] ?? null;
}

function resultOf({ hypervisor, version, at, outcome }: Trial): readonly TrialResult[] {
  const common = { hypervisor, version, triedAt: at };
  if (outcome.kind === 'failed') {
    const { code, params, evidence } = outcome.failure;
    return [{ ...common, mode: 'failed', code, params, evidence }];
  }
  if (outcome.kind === 'cannot-tell' || outcome.mode === 'unknown') return [];
  return [{ ...common, mode: outcome.mode, code: outcome.fallback?.code ?? null, evidence: outcome.evidence }];
}
