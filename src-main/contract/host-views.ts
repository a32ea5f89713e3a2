import { z } from 'zod';
import { hypervisorIdSchema } from '../domain/ids.ts';

export const checkIds = ['cpu', 'memory', 'disk', 'hypervisors', 'network'] as const;

const textParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** Answer of one check of this computer. `unknown`: it could not tell, which blocks nothing. */
export const checkViewSchema = z.object({
  id: z.enum(checkIds),
  status: z.enum(['ok', 'warning', 'problem', 'unknown']),
  /** Key of the finding's text, `checks.<id>.<finding>`; its next step is `checks.<id>.<finding>-fix` where there is one. */
  finding: z.string(),
  params: textParamsSchema,
  /** What was read, word for word. */
  evidence: z.array(z.string()),
});
export type CheckView = z.infer<typeof checkViewSchema>;

export const hypervisorViewSchema = z.object({
  id: hypervisorIdSchema,
  kind: z.enum(['usable', 'missing', 'unusable']),
  version: z.string().nullable(),
  acceleration: z.string().nullable(),
  evidence: z.array(z.string()),
});
export type HypervisorView = z.infer<typeof hypervisorViewSchema>;

export const hostCheckSchema = z.object({
  checks: z.array(checkViewSchema),
  hypervisors: z.array(hypervisorViewSchema),
});
export type HostCheck = z.infer<typeof hostCheckSchema>;
