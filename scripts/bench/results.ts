import { z } from 'zod';

/** What a measure must keep to. `ratio`, `seconds` and `added` (on top of the floor) are upper limits; `same`: both counts are equal. */
const budgetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ratio'), limit: z.number() }),
  z.object({ kind: z.literal('seconds'), limit: z.number() }),
  z.object({ kind: z.literal('added'), limitMs: z.number() }),
  z.object({ kind: z.literal('same') }),
]);
export type Budget = z.infer<typeof budgetSchema>;

/** One pair of times, in milliseconds: what this product needs, and its floor right before or after. */
const pairSchema = z.object({ oursMs: z.number(), floorMs: z.number() });
export type Pair = z.infer<typeof pairSchema>;

/** One measure of a bench; `what` names it in the table. Parts that run in a process of their own send it as JSON. */
export const resultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('times'),
    what: z.string(),
    pairs: z.array(pairSchema).min(1),
    budget: budgetSchema.nullable(),
    /** Processes that ran while it was measured, of the whole computer: the noise. */
    load: z.number(),
  }),
  z.object({
    kind: z.literal('counts'),
    what: z.string(),
    /** Counts of the same work on a small and on a large lab. */
    few: z.object({ of: z.string(), count: z.number() }),
    many: z.object({ of: z.string(), count: z.number() }),
    budget: budgetSchema.nullable(),
    load: z.number(),
  }),
]);
export type Result = z.infer<typeof resultSchema>;

/** Median, smallest and largest of some numbers; at least one. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

/** Spread of the ratios within pairs: what slowed both halves of a pair down cancels out. */
export function ratioOf(pairs: readonly Pair[]): Spread {
  return spreadOf(pairs.map(({ oursMs, floorMs }) => oursMs / floorMs));
}

/** Spread of what ours needs on top of the floor, in milliseconds. */
export function addedOf(pairs: readonly Pair[]): Spread {
  return spreadOf(pairs.map(({ oursMs, floorMs }) => oursMs - floorMs));
}

/** Whether a measure keeps its budget, judged by the median; null without one. */
export function isWithinBudget(result: Result): boolean | null {
  const { budget } = result;
  if (budget === null) return null;
  if (result.kind === 'counts') return result.few.count === result.many.count;
  if (budget.kind === 'ratio') return ratioOf(result.pairs).median <= budget.limit;
  if (budget.kind === 'added') return addedOf(result.pairs).median <= budget.limitMs;
  if (budget.kind === 'seconds') return spreadOf(result.pairs.map(({ oursMs }) => oursMs)).median < budget.limit * 1000;
  throw new Error(`"${result.what}" has times and no limit for them`);
}
