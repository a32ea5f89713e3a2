import { z } from 'zod';
import { hypervisorIdSchema } from './ids.ts';
import { failureInfoSchema } from './operation.ts';

/**
 * How a VM that was tried ran: with the CPU's help, slowed down because the hypervisor of Windows stands in between, emulated in
 * software, or in a way its log does not tell.
 */
export const trialModeSchema = z.enum(['native', 'slow', 'software', 'unknown']);
export type TrialMode = z.infer<typeof trialModeSchema>;

/**
 * What shows that the VM ran. `word`: a program of ours wrote to its serial port. `firmware`: its firmware did. `running`: it stayed
 * on, which says least.
 */
export const trialProofSchema = z.enum(['word', 'firmware', 'running']);
export type TrialProof = z.infer<typeof trialProofSchema>;

export const trialOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ran'),
    mode: trialModeSchema,
    proof: trialProofSchema,
    /** From the power-on to the first sign. */
    tookMs: z.number().min(0),
    /** Why the faster way that was tried before did not do; null when the first way did. */
    fallback: failureInfoSchema.nullable(),
    /** Lines of logs that show it. */
    evidence: z.array(z.string()),
  }),
  z.object({ kind: z.literal('failed'), failure: failureInfoSchema }),
  /** It was switched on and gave no sign in time: neither a proof nor a failure. */
  z.object({ kind: z.literal('cannot-tell'), waitedMs: z.number().min(0), evidence: z.array(z.string()) }),
]);
export type TrialOutcome = z.infer<typeof trialOutcomeSchema>;

/** What came out when a VM was really started with a hypervisor. */
export const trialSchema = z.object({
  hypervisor: hypervisorIdSchema,
  /** Of the hypervisor that was tried; another version has to be tried anew. */
  version: z.string(),
  at: z.iso.datetime(),
  outcome: trialOutcomeSchema,
});
export type Trial = z.infer<typeof trialSchema>;

/** The last trial of exactly this hypervisor, or null. */
export function trialOf(trials: readonly Trial[], id: string, version: string | null): Trial | null {
  return trials.find((trial) => trial.hypervisor === id && trial.version === (version ?? unknownVersion)) ?? null;
}

/** Stands for a version that the hypervisor does not tell. */
export const unknownVersion = 'unknown';
