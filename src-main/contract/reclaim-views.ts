import { z } from 'zod';

/** What can give room back. */
export const reclaimKinds = ['discard', 'compact', 'part', 'base', 'image', 'trash'] as const;

/**
 * One thing that gives room back. `discard`: a running node tells its disk what it does not use any more. `compact`: the disk of a node
 * that is off is written anew without it. The others go: begun downloads, bases, images (all of them can be fetched or made again) and
 * what is in the trash.
 */
export const reclaimItemSchema = z.object({
  id: z.string(),
  kind: z.enum(reclaimKinds),
  /** Of the node, base or image; empty for the trash. */
  name: z.string(),
  /** Of `discard` and `compact`. */
  lab: z.string().nullable(),
  bytes: z.number(),
  /** True where only a bound can be told before. */
  isAtMost: z.boolean(),
  /** True where nothing is lost but time that nobody misses soon. */
  byDefault: z.boolean(),
  /** Ids of what must go along, as this stands below it. */
  needs: z.array(z.string()),
});
export type ReclaimItem = z.infer<typeof reclaimItemSchema>;

export const reclaimPreviewSchema = z.object({ items: z.array(reclaimItemSchema) });
