import { z } from 'zod';
import { hypervisorIdSchema } from './ids.ts';

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
  triedAt: z.iso.datetime(),
  evidence: z.array(z.string()),
});
export type TrialResult = z.infer<typeof trialResultSchema>;
