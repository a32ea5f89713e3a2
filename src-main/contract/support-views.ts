import { z } from 'zod';

export const supportSectionKinds = ['facts', 'log', 'record', 'journal', 'hypervisor', 'serial'] as const;

/** What helps to find a fault, with nothing private in it; in the order in which it is to be read. */
export const supportBundleSchema = z.object({
  createdAt: z.iso.datetime(),
  version: z.string(),
  sections: z.array(z.object({ kind: z.enum(supportSectionKinds), title: z.string(), text: z.string() })),
  /** Titles of what did not fit. */
  leftOut: z.array(z.string()),
});
export type SupportBundle = z.infer<typeof supportBundleSchema>;
