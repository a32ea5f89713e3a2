import { z } from 'zod';

const fraction = z.number().min(0).max(1);

/** How a node is, as its own kernel counts it. */
export const nodeVitalsSchema = z.object({
  at: z.iso.datetime(),
  uptimeSeconds: z.number().min(0),
  /** Share of their time in which its cores worked since the measurement before; null until there are two. */
  cpuFraction: fraction.nullable(),
  memoryUsedMiB: z.int(),
  memoryTotalMiB: z.int(),
  /** Of the file system at `/`, as the node sees it; what it takes on this computer is `diskUsedBytes` of the node's view. */
  diskUsedBytes: z.number(),
  diskTotalBytes: z.number(),
});
export type NodeVitals = z.infer<typeof nodeVitalsSchema>;

/**
 * Why nothing is known right now. `connecting`: it is asked for the first time; `no-answer`: its SSH does
 * not answer, as it is off, still boots, or its cable is pulled; `stranger`: somebody else answers at its port; `unreadable`: what it
 * told makes no sense.
 */
export const metricsGaps = ['connecting', 'no-answer', 'stranger', 'unreadable'] as const;
export type MetricsGap = (typeof metricsGaps)[number];

export const nodeMetricsSchema = z.object({
  name: z.string(),
  /** The last measurement when it is fresh, else null. */
  measured: nodeVitalsSchema.nullable(),
  /** Null while something was measured. */
  gap: z.enum(metricsGaps).nullable(),
  /** The last five minutes, oldest first; with holes where nobody asked or the node did not answer. */
  history: z.array(z.object({ at: z.iso.datetime(), cpuFraction: fraction.nullable(), memoryFraction: fraction })),
});
export type NodeMetrics = z.infer<typeof nodeMetricsSchema>;
