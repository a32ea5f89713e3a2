import type { StepInfo } from '../../../src-main/domain/operation.ts';

/** The steps of one node, in order. */
export interface NodeLane {
  readonly node: string;
  readonly steps: readonly StepInfo[];
}

/** Steps as a person sees them: those of the whole lab one by one, those of nodes side by side. */
export type StepGroup =
  { readonly kind: 'step'; readonly step: StepInfo } | { readonly kind: 'nodes'; readonly lanes: readonly NodeLane[] };

function nodeOf({ title }: StepInfo): string | null {
  const { node } = title.params;
  return node === undefined ? null : String(node);
}

/** Steps of nodes become lanes, one a node, where the first of them stands. */
export function groupSteps(steps: readonly StepInfo[]): readonly StepGroup[] {
  const first = steps.findIndex((step) => nodeOf(step) !== null);
  const common = (from: number, to: number): readonly StepGroup[] =>
    steps
      .slice(from, to)
      .filter((step) => nodeOf(step) === null)
      .map((step) => ({ kind: 'step', step }));
  if (first === -1) return common(0, steps.length);
  return [...common(0, first), { kind: 'nodes', lanes: lanesOf(steps) }, ...common(first, steps.length)];
}

function lanesOf(steps: readonly StepInfo[]): readonly NodeLane[] {
  const nodes = [...new Set(steps.map(nodeOf))].filter((node) => node !== null);
  return nodes.map((node) => ({ node, steps: steps.filter((step) => nodeOf(step) === node) }));
}

/** One state for several steps: what needs attention first. */
export function laneState(steps: readonly StepInfo[]): StepInfo['state'] {
  const first = (['failed', 'left-behind', 'cancelled', 'undone', 'running'] as const).find((state) =>
    steps.some((step) => step.state === state),
  );
  if (first !== undefined) return first;
  const isDone = ({ state }: StepInfo): boolean => state === 'done' || state === 'already-there';
  if (steps.every(isDone)) return 'done';
  return steps.some(isDone) ? 'running' : 'waiting';
}

/** The step of a lane that tells most: the one that failed, runs, or is next; the last when all are done. */
export function currentStep(steps: readonly StepInfo[]): StepInfo | undefined {
  return (
    steps.find(({ state }) => state === 'failed' || state === 'left-behind') ??
    steps.find(({ state }) => state === 'running') ??
    steps.find(({ state }) => state === 'waiting') ??
    steps.at(-1)
  );
}

/** 0 to 1 over several steps by their weights. */
export function fractionOf(steps: readonly StepInfo[]): number {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const done = steps.reduce((sum, { weight, fraction }) => sum + weight * (fraction ?? 0), 0);
  return total === 0 ? 0 : done / total;
}
