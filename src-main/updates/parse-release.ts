import { z } from 'zod';

/** A release as a list names it. */
export interface Release {
  readonly version: string;
  readonly url: string;
}

const pageSchema = z.url({ protocol: /^https$/ }).max(2000);
/** It is shown: nothing that a terminal would obey. */
const versionSchema = z
  .string()
  .max(60)
  .regex(/^\P{Cc}*$/u);

/** Our own form, and what GitHub answers for the latest release of a repository (REST API 2022-11-28). */
const releaseSchema = z.union([
  z.object({ version: versionSchema, url: pageSchema }),
  z
    .object({ tag_name: versionSchema, html_url: pageSchema })
    .transform(({ tag_name: version, html_url: url }) => ({ version, url })),
]);

/** The release in the text of a list; null when it names none in a known form. */
export function parseRelease(text: string): Release | null {
  try {
    return releaseSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
