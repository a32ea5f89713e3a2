import type { TextRef } from '../domain/operation.ts';

/** What a step is given while it runs. */
export interface StepContext {
  /** Aborted when the user cancels or another branch failed; reject with `CancelledError` soon after. */
  readonly signal: AbortSignal;
  /** `fraction` 0 to 1, or null while nobody can tell; `message` says what is waited for. */
  readonly report: (fraction: number | null, message?: TextRef) => void;
  /** Keeps something for the user to read when the operation has ended. */
  readonly note: (text: TextRef) => void;
}

/** One piece of work that can be found done, done, and undone. */
export interface Step {
  /** Unique within its operation and the same in every run, as the journal names steps by it. */
  readonly id: string;
  readonly title: TextRef;
  /** Share of the whole, in rough seconds on an ordinary laptop. */
  readonly weight: number;
  /** True when reality shows that nothing is left to do; asked before `run`, also after a crash. */
  readonly probe?: (context: StepContext) => Promise<boolean>;
  /** Must accept what an interrupted run of itself left. */
  readonly run: (context: StepContext) => Promise<void>;
  /**
   * Takes away what `run` made, whole or half; never under the cancelled signal. Answers what it had to leave behind, or `kept`
   * when it is finished and of use to others.
   */
  readonly undo?: (context: StepContext) => Promise<readonly string[] | 'kept'>;
  /** True: worth nothing unless the whole operation goes well, so that it is undone also when a later step fails. */
  readonly undoOnFailure?: boolean;
}

/** Branches that may run at the same time, each in order, at most `limit` of them at once. */
export interface ParallelSteps {
  readonly limit: number;
  /** What a failed branch means for the others; either way the operation has failed in the end. */
  readonly onFailure: 'stop-others' | 'finish-others';
  readonly branches: readonly (readonly Step[])[];
}

/** The table of contents of an operation. */
export type Work = readonly (Step | ParallelSteps)[];

/** True for a group of branches. */
export function isParallel(item: Step | ParallelSteps): item is ParallelSteps {
  return 'branches' in item;
}

/** Every step in the order of the table of contents. */
export function allSteps(work: Work): readonly Step[] {
  return work.flatMap((item) => (isParallel(item) ? item.branches.flat() : [item]));
}
