import { draftSpecSchema, type Draft } from '../../contract/app-views.ts';
import { LabError } from '../../domain/failure.ts';
import { labSpecSchema } from '../../domain/lab-spec.ts';
import { parseSpecText } from '../../labs/read-spec-file.ts';
import { refusedSpec } from '../../labs/spec-problems.ts';
import type { DraftStore } from '../../store/draft-store.ts';

/** A file may leave the name open, as the wizard asks for it. */
const wishSchema = labSpecSchema.partial({ name: true });

/**
 * The wish of a lab file as the wizard goes on with it: from the check of this computer, as the lab was made on another one. What the
 * file leaves open stays open. Throws every field that is unknown or has no possible value.
 */
export function draftFromSpec(written: Readonly<Record<string, unknown>>): Draft {
  const judged = wishSchema.safeParse(written);
  if (!judged.success) throw refusedSpec(judged.error.issues, written);
  const spec = draftSpecSchema.parse(written);
  return { step: 'host-check', furthest: 'review', spec, operationId: null, labId: null };
}

/**
 * Puts the wish of a lab file into the wizard. Throws `invalid-input` for what is no lab file, and `draft-building` while the wizard
 * follows a build, whose draft nothing may replace.
 */
export async function openLabFile(text: string, source: string, drafts: DraftStore): Promise<Draft> {
  const draft = draftFromSpec(parseSpecText(text, source));
  const current = await drafts.read();
  if (current?.step === 'build') throw new LabError('draft-building', 'the wizard follows a build');
  await drafts.write(draft);
  return draft;
}
