import type { OperationInfo, StepInfo } from '../domain/operation.ts';
import { isParallel, type Step, type Work } from './step.ts';

/** A step as far as its time is concerned. */
export interface OutlineStep {
  readonly id: string;
  /** The same for every node and every run: durations are remembered by it. */
  readonly kind: string;
  /** Rough seconds on an ordinary laptop. */
  readonly weight: number;
}

interface OutlineGroup {
  readonly limit: number;
  readonly branches: readonly (readonly OutlineStep[])[];
}

/** The order of an operation: one after another, or branches beside each other. */
export type Outline = readonly (OutlineStep | OutlineGroup)[];

/** What is known of a step's progress. */
export interface StepTime extends Pick<StepInfo, 'state' | 'fraction' | 'durationMs'> {
  /** Since it began to run; null while it waits. */
  readonly runningMs: number | null;
}

/** Usual durations by kind of step. */
export type UsualDurations = ReadonlyMap<string, number>;

/** Weight that must have been measured before a run says anything about its rest. */
const tellingWeight = 8;
/** Below it, how far a step says it is tells nothing about its pace. */
const tellingFraction = 0.1;

function toOutlineStep({ id, title, weight }: Pick<Step, 'id' | 'title' | 'weight'>): OutlineStep {
  return { id, kind: title.key, weight };
}

/** The times of an operation's work. */
export function outlineOf(work: Work): Outline {
  return work.map((item) =>
    isParallel(item)
      ? { limit: item.limit, branches: item.branches.map((steps) => steps.map(toOutlineStep)) }
      : toOutlineStep(item),
  );
}

function stepsOf(outline: Outline): readonly OutlineStep[] {
  return outline.flatMap((item) => ('branches' in item ? item.branches.flat() : [item]));
}

/** Milliseconds for one unit of weight here, from what is known; null while too little is. */
function paceOf(steps: readonly OutlineStep[], timeOf: (id: string) => StepTime, usual: UsualDurations): number | null {
  let [weight, ms] = [0, 0];
  for (const step of steps) {
    const { state, durationMs, fraction, runningMs } = timeOf(step.id);
    const learned = usual.get(step.kind);
    if (state === 'done' && durationMs !== null) [weight, ms] = [weight + step.weight, ms + durationMs];
    else if (learned !== undefined) [weight, ms] = [weight + step.weight, ms + learned];
    else if (state === 'running' && runningMs !== null && fraction !== null && fraction >= tellingFraction) {
      [weight, ms] = [weight + step.weight * fraction, ms + runningMs];
    }
  }
  return weight < tellingWeight ? null : ms / weight;
}

/** How long a step still takes, when it takes `wholeMs` in all. */
function leftOf({ state, fraction, runningMs }: StepTime, wholeMs: number): number {
  if (state === 'waiting') return wholeMs;
  if (state !== 'running' || runningMs === null) return 0;
  const byTime = Math.max(wholeMs - runningMs, wholeMs * 0.05);
  if (fraction === null || fraction < tellingFraction) return byTime;
  // What it says itself counts the more, the further it is.
  const bySelf = (runningMs * (1 - fraction)) / fraction;
  return byTime * (1 - fraction) + bySelf * fraction;
}

/** When the last of several branches ends, of which `limit` run at the same time, taken in order. */
function makespan(branches: readonly number[], limit: number): number {
  const slots = Array.from({ length: Math.max(1, Math.min(limit, branches.length)) }, () => 0);
  for (const branch of branches) {
    const free = slots.indexOf(Math.min(...slots));
    slots[free] = (slots[free] ?? 0) + branch;
  }
  return Math.max(0, ...slots);
}

/**
 * How long an operation still takes: the way through its steps, those of nodes beside each other as far as they may be. A kind of
 * step that was never measured counts by its weight at the pace of what was. Null while there is nothing to go by.
 */
export function estimateLeftMs(
  outline: Outline,
  timeOf: (id: string) => StepTime,
  usual: UsualDurations,
): number | null {
  const pace = paceOf(stepsOf(outline), timeOf, usual);
  const unfinished = stepsOf(outline).filter(({ id }) => ['waiting', 'running'].includes(timeOf(id).state));
  if (pace === null && unfinished.some(({ kind }) => !usual.has(kind))) return null;
  const left = (step: OutlineStep): number =>
    leftOf(timeOf(step.id), usual.get(step.kind) ?? step.weight * (pace ?? 0));
  const sum = (steps: readonly OutlineStep[]): number => steps.reduce((total, step) => total + left(step), 0);
  return outline.reduce(
    (total, item) => total + ('branches' in item ? makespan(item.branches.map(sum), item.limit) : left(item)),
    0,
  );
}

const waiting: StepTime = { state: 'waiting', fraction: 0, durationMs: null, runningMs: null };

/** How long an operation takes that has not begun; null when a kind of step in it was never measured. */
export function estimateWholeMs(outline: Outline, usual: UsualDurations): number | null {
  if (stepsOf(outline).some(({ kind }) => !usual.has(kind))) return null;
  return estimateLeftMs(outline, () => waiting, usual);
}

/** How far a new estimate may be from the old one, counted down, without being worth a change. */
const tolerance = { share: 0.2, ms: 5000 } as const;

/** A forecast that counts down calmly: it follows only what differs enough from it, and half the way at a time. */
export function calmly(countdownMs: number | null, estimateMs: number | null): number | null {
  if (estimateMs === null || countdownMs === null) return estimateMs ?? countdownMs;
  const difference = Math.abs(estimateMs - countdownMs);
  if (difference <= Math.max(tolerance.ms, countdownMs * tolerance.share)) return countdownMs;
  return (countdownMs + estimateMs) / 2;
}

/** Tells after each change of an operation how long it still takes. */
export function createForecaster(
  outline: Outline,
  usual: UsualDurations,
  now: () => number,
): (info: OperationInfo) => NonNullable<OperationInfo['forecast']> | null {
  const begunAt = new Map<string, number>();
  let last: { readonly leftMs: number; readonly atMs: number } | null = null;
  return ({ state, steps }) => {
    const atMs = now();
    for (const step of steps) if (step.state === 'running' && !begunAt.has(step.id)) begunAt.set(step.id, atMs);
    if (state !== 'running') return null;
    const byId = new Map(steps.map((step) => [step.id, step]));
    const timeOf = (id: string): StepTime => {
      const begun = begunAt.get(id);
      return { ...(byId.get(id) ?? waiting), runningMs: begun === undefined ? null : atMs - begun };
    };
    const countdownMs = last === null ? null : Math.max(0, last.leftMs - (atMs - last.atMs));
    const leftMs = calmly(countdownMs, estimateLeftMs(outline, timeOf, usual));
    if (leftMs === null) return null;
    last = { leftMs, atMs };
    return { leftMs: Math.round(leftMs), at: new Date(atMs).toISOString() };
  };
}
