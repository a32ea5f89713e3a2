import { z } from 'zod';

/** A folder to begin from. */
export const browsePlaceSchema = z.object({
  kind: z.enum(['home', 'downloads', 'removable', 'root', 'drive']),
  path: z.string(),
  /** What a stick or a drive is called; the other kinds are named by the texts. */
  label: z.string(),
});
export type BrowsePlace = z.infer<typeof browsePlaceSchema>;

export const browseEntrySchema = z.object({
  name: z.string(),
  /** Absolute. */
  path: z.string(),
  kind: z.enum(['folder', 'image']),
  /** Null for folders, and for files whose size cannot be read. */
  sizeBytes: z.number().nullable(),
});
export type BrowseEntry = z.infer<typeof browseEntrySchema>;

/** Folders and images of one folder: names and sizes, never contents. */
export const browseAnswerSchema = z.object({
  path: z.string(),
  /** Null at the top of a volume. */
  parent: z.string().nullable(),
  places: z.array(browsePlaceSchema),
  /** Folders first, each kind in the order of the language. */
  entries: z.array(browseEntrySchema),
  /** True when there are more entries than are listed. */
  isCut: z.boolean(),
});
export type BrowseAnswer = z.infer<typeof browseAnswerSchema>;
