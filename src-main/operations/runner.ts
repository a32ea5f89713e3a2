import pLimit from 'p-limit';
import { isCancelled, throwIfCancelled } from '../domain/failure.ts';
import type { OperationId } from '../domain/ids.ts';
import type { OperationInfo, OperationKind } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import { traceCommands } from '../process/trace.ts';
import { describeFailure } from './describe-failure.ts';
import type { JournalCommand, JournalEntry } from './journal-entry.ts';
import { createOperationView, type OperationView } from './operation-view.ts';
import { allSteps, isParallel, type ParallelSteps, type Step, type StepContext, type Work } from './step.ts';

/** What an operation needs besides its work. */
export interface OperationRun {
  readonly id: OperationId;
  readonly kind: OperationKind;
  /** Id of the lab. */
  readonly target: string;
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Writes and syncs one line; an operation whose journal cannot be written does not go on. */
  readonly journal: (entry: JournalEntry) => Promise<void>;
  readonly publish: (operation: OperationInfo) => void;
  /** Steps an interrupted earlier run began: cancelling undoes them as well. */
  readonly begunEarlier?: ReadonlySet<string>;
}

/**
 * Runs the work and answers how it ended; never throws for a step that failed. Cancelled: everything begun is undone in
 * reverse order. Failed: the step that failed is undone, what was finished before stays, so that the next run goes on
 * from there, unless a step says that it is worth nothing then. Undo never runs under the cancelled signal; what it cannot
 * take away is reported.
 */
export async function runOperation(run: OperationRun): Promise<OperationInfo> {
  const view = createOperationView(run, run.publish);
  const begun = new Set(run.begunEarlier ?? []);
  await log(run, { event: 'begin', kind: run.kind });
  view.setState('running');
  try {
    await runWork(run, view, begun);
    await log(run, { event: 'end', state: 'succeeded' });
    view.setState('succeeded');
  } catch (error) {
    await endEarly(run, view, { begun, error });
  }
  return view.read();
}

interface EarlyEnd {
  readonly begun: ReadonlySet<string>;
  readonly error: unknown;
}

async function endEarly(run: OperationRun, view: OperationView, { begun, error }: EarlyEnd): Promise<void> {
  const cancelled = run.signal.aborted;
  if (cancelled) view.setState('cancelling');
  const interrupted = new Set(
    view
      .read()
      .steps.filter(({ state }) => state === 'failed' || state === 'cancelled')
      .map(({ id }) => id),
  );
  const mustUndo = ({ id, undoOnFailure = false }: Step): boolean =>
    begun.has(id) && (cancelled || interrupted.has(id) || undoOnFailure);
  await undoSteps(run, view, allSteps(run.work).filter(mustUndo));
  const state = cancelled ? 'cancelled' : 'failed';
  await log(run, { event: 'end', state });
  view.setState(state, cancelled ? undefined : describeFailure(error));
}

async function runWork(run: OperationRun, view: OperationView, begun: Set<string>): Promise<void> {
  for (const item of run.work) {
    if (isParallel(item)) await runBranches(run, view, { begun, group: item });
    else await runStep(run, view, { step: item, begun, signal: run.signal });
  }
}

interface BranchRun {
  readonly begun: Set<string>;
  readonly group: ParallelSteps;
}

/** All branches have come to rest before this rejects, with the first failure that is not a mere consequence of it. */
async function runBranches(run: OperationRun, view: OperationView, { begun, group }: BranchRun): Promise<void> {
  const others = new AbortController();
  const signal = AbortSignal.any([run.signal, others.signal]);
  const slots = pLimit(group.limit);
  const failures: Error[] = [];
  const runBranch = async (steps: readonly Step[]): Promise<void> => {
    try {
      for (const step of steps) await runStep(run, view, { step, begun, signal });
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      if (group.onFailure === 'stop-others') others.abort();
    }
  };
  await Promise.all(group.branches.map((steps) => slots(() => runBranch(steps))));
  const first = failures.find((failure) => !isCancelled(failure)) ?? failures[0];
  if (first !== undefined) throw first;
}

interface StepRun {
  readonly step: Step;
  readonly begun: Set<string>;
  readonly signal: AbortSignal;
}

async function runStep(run: OperationRun, view: OperationView, { step, begun, signal }: StepRun): Promise<void> {
  throwIfCancelled(signal);
  const context: StepContext = {
    signal,
    report: (fraction, message) => {
      view.setProgress(step.id, fraction, message);
    },
    note: view.addNote,
  };
  view.setStep(step.id, 'running');
  const named = { stepId: step.id, title: step.title };
  const commands: JournalCommand[] = [];
  const startedAt = run.clock.now();
  const end = async (outcome: 'done' | 'already-there' | 'failed' | 'cancelled', error?: unknown): Promise<void> => {
    const durationMs = run.clock.now() - startedAt;
    const failure = outcome === 'failed' ? describeFailure(error) : null;
    await log(run, { event: 'step-end', ...named, outcome, durationMs, commands, error: failure });
    view.setStep(step.id, outcome, durationMs);
  };
  try {
    await traceCommands(
      (command) => commands.push(command),
      async () => {
        if (step.probe !== undefined && (await step.probe(context))) {
          await end('already-there');
          return;
        }
        throwIfCancelled(signal);
        await log(run, { event: 'step-begin', ...named });
        begun.add(step.id);
        await step.run(context);
        await end('done');
      },
    );
  } catch (error) {
    await end(isCancelled(error) ? 'cancelled' : 'failed', error);
    throw error;
  }
}

async function undoSteps(run: OperationRun, view: OperationView, steps: readonly Step[]): Promise<void> {
  const { signal } = new AbortController();
  for (const step of steps.toReversed()) {
    if (step.undo === undefined) continue;
    const context: StepContext = { signal, report: () => undefined, note: view.addNote };
    const leftBehind = await undoStep(step.undo, context);
    if (leftBehind === 'kept') continue;
    await log(run, { event: 'undo', stepId: step.id, leftBehind: [...leftBehind] });
    view.addLeftBehind(leftBehind);
    view.setStep(step.id, leftBehind.length === 0 ? 'undone' : 'left-behind');
  }
}

/** An undo that fails is itself something left behind: the others still run, and the user is told. */
async function undoStep(undo: NonNullable<Step['undo']>, context: StepContext): Promise<readonly string[] | 'kept'> {
  try {
    return await undo(context);
  } catch (error) {
    return [describeFailure(error).message];
  }
}

type WithoutStamp<T> = T extends unknown ? Omit<T, 'at' | 'operationId'> : never;

async function log(run: OperationRun, entry: WithoutStamp<JournalEntry>): Promise<void> {
  await run.journal({ ...entry, at: new Date(run.clock.now()).toISOString(), operationId: run.id });
}
