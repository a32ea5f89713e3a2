import type { Manner } from './choices.ts';
import type { DeedKind } from './model.ts';

/** One step, for the summary. */
export interface Taken {
  readonly kind: DeedKind;
  readonly manner: Manner['kind'];
  readonly outcome: string;
}

/** What happened on a walk. */
export interface Tally {
  readonly steps: Taken[];
  /** Files written into guests, and guests read back. */
  writes: number;
  reads: number;
}

const faultKinds: readonly DeedKind[] = ['kill-node', 'kill-hub', 'torn-journal', 'stale-lock'];

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): string {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
}

/** The end of the log: operations by kind, faults, what was compared. */
export function summaryOf({ steps, writes, reads }: Tally, differences: number): readonly string[] {
  const commands = steps.filter(({ kind }) => !faultKinds.includes(kind));
  const cut = commands.filter(({ manner }) => manner !== 'plain');
  const behind = steps.filter(({ kind }) => faultKinds.includes(kind));
  return [
    `steps: ${steps.length}`,
    `operations: ${countBy(commands, ({ kind }) => kind)}`,
    `of these: ${countBy(cut, ({ manner }) => manner) || 'none cut off'}`,
    `faults behind its back: ${countBy(behind, ({ kind }) => kind) || 'none'}`,
    `files written into guests: ${writes}; guests read back: ${reads}`,
    `differences: ${differences}`,
  ];
}
