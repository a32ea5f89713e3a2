import { z } from 'zod';

/** Longest address of a release list. */
export const maxUpdateFeedLength = 500;

/** What a release list says: `none` is newer than this program, or a `newer` one is there. */
export const updateAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** `url`: the page where it can be had. */
  z.object({ kind: z.literal('newer'), version: z.string(), url: z.url() }),
]);
export type UpdateAnswer = z.infer<typeof updateAnswerSchema>;
