import { z } from 'zod';
import { failureInfoSchema, operationKindSchema, textRefSchema } from '../domain/operation.ts';
import { operationIdSchema } from '../domain/ids.ts';

const common = { at: z.iso.datetime(), operationId: operationIdSchema };

/** Left out by versions that did not note titles. */
const titled = { stepId: z.string(), title: textRefSchema.optional() };

const commandSchema = z.object({ line: z.string(), exitCode: z.int().nullable(), durationMs: z.number() });
/** A command that a step ran, secrets replaced; shown under "what happened here". */
export type JournalCommand = z.infer<typeof commandSchema>;

/** One line of `journal.jsonl`: written and synced before and after each step. */
export const journalEntrySchema = z.discriminatedUnion('event', [
  z.object({ ...common, event: z.literal('begin'), kind: operationKindSchema }),
  z.object({ ...common, event: z.literal('step-begin'), ...titled }),
  z.object({
    ...common,
    event: z.literal('step-end'),
    ...titled,
    outcome: z.enum(['done', 'already-there', 'failed', 'cancelled']),
    durationMs: z.number(),
    commands: z.array(commandSchema),
    error: failureInfoSchema.nullable(),
  }),
  z.object({ ...common, event: z.literal('undo'), stepId: z.string(), leftBehind: z.array(z.string()) }),
  z.object({ ...common, event: z.literal('end'), state: z.enum(['succeeded', 'failed', 'cancelled']) }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/**
 * Ids of steps that operations of one kind began since the last one that ended well or was undone: what a crash or a
 * failure may have left, whole or half. A cancelled operation has undone its steps already.
 */
export function stepsBegunEarlier(entries: readonly JournalEntry[], kind: string): ReadonlySet<string> {
  const begun = new Set<string>();
  let current: string | null = null;
  for (const entry of entries) {
    if (entry.event === 'begin') current = entry.kind === kind ? entry.operationId : null;
    if (entry.operationId !== current) continue;
    if (entry.event === 'step-begin') begun.add(entry.stepId);
    if (entry.event === 'undo' && entry.leftBehind.length === 0) begun.delete(entry.stepId);
    if (entry.event === 'end' && entry.state === 'succeeded') begun.clear();
  }
  return begun;
}
