import { z } from 'zod';
import { errorCodes } from './failure.ts';
import { operationIdSchema } from './ids.ts';

/** A text of `locales/` by key, with the values for its gaps: how the core speaks without choosing a language. */
export const textRefSchema = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type TextRef = z.infer<typeof textRefSchema>;

export const operationKinds = [
  'create',
  'start',
  'stop',
  'save',
  'snapshot',
  'restore',
  'reset',
  'add',
  'remove',
  'repair',
  'wake',
  'reclaim',
  'delete',
  'take-back',
  'fetch-image',
  'cut-power',
  'set-cable',
  'set-start-order',
  'copy-file',
  'trial',
  'install-hypervisor',
] as const;
export const operationKindSchema = z.enum(operationKinds);
export type OperationKind = z.infer<typeof operationKindSchema>;

export const operationStateSchema = z.enum(['queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled']);
export type OperationState = z.infer<typeof operationStateSchema>;

export const stepStateSchema = z.enum([
  'waiting',
  'running',
  'done',
  'already-there',
  'failed',
  'cancelled',
  'undone',
  'left-behind',
]);
export type StepState = z.infer<typeof stepStateSchema>;

/** A failure as it crosses a boundary: the code, the values of its text, the evidence. */
export const failureInfoSchema = z.object({
  code: z.enum([...errorCodes, 'unexpected']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
  evidence: z.array(z.string()),
});
export type FailureInfo = z.infer<typeof failureInfoSchema>;

export const stepInfoSchema = z.object({
  id: z.string(),
  title: textRefSchema,
  weight: z.number().positive(),
  state: stepStateSchema,
  /** 0 to 1; null while nobody can tell. */
  fraction: z.number().min(0).max(1).nullable(),
  /** What the step waits for right now. */
  message: textRefSchema.nullable(),
  durationMs: z.number().nullable(),
});
export type StepInfo = z.infer<typeof stepInfoSchema>;

/** Nodes that an operation was to start and did not even try to, as others before them did not become ready. */
export function notStarted({ state, steps }: Pick<OperationInfo, 'state' | 'steps'>): readonly string[] {
  const hasFailedNode = steps.some((step) => step.state === 'failed' && /^node\/.+\/(?:start|ready)$/.test(step.id));
  if (state !== 'failed' || !hasFailedNode) return [];
  return steps.flatMap((step) => {
    const [, name] = /^node\/(.+)\/start$/.exec(step.id) ?? [];
    return name !== undefined && step.state === 'waiting' ? [name] : [];
  });
}

/** How long something still takes, said at a moment; from then on it counts down by itself. */
const forecastSchema = z.object({ leftMs: z.number().min(0), at: z.iso.datetime() });

/** A long, cancellable unit of work as the user sees it. */
export const operationInfoSchema = z.object({
  id: operationIdSchema,
  kind: operationKindSchema,
  /** Id of the lab. */
  target: z.string(),
  state: operationStateSchema,
  steps: z.array(stepInfoSchema),
  fraction: z.number().min(0).max(1).nullable(),
  error: failureInfoSchema.nullable(),
  /** What undo could not take away, in the words of the one who tried. */
  leftBehind: z.array(z.string()),
  /** What it found and did that its steps do not say, in order; left out where there is nothing. */
  notes: z.array(textRefSchema).optional(),
  /** Null while nobody can tell; left out where nobody tries. */
  forecast: forecastSchema.nullable().optional(),
});
export type OperationInfo = z.infer<typeof operationInfoSchema>;
