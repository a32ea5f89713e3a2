import type { HistoryOperation, HistoryStep } from '../contract/history-views.ts';
import type { JournalEntry } from './journal-entry.ts';

type EntryOf<E extends JournalEntry['event']> = Extract<JournalEntry, { event: E }>;

function begunOperation({ operationId, kind, at }: EntryOf<'begin'>): HistoryOperation {
  return { id: operationId, kind, state: 'unfinished', startedAt: at, endedAt: null, steps: [] };
}

function begunStep({ stepId, title }: Pick<EntryOf<'step-begin'>, 'stepId' | 'title'>): HistoryStep {
  return {
    stepId,
    title: title ?? null,
    outcome: 'unfinished',
    durationMs: null,
    commands: [],
    error: null,
    leftBehind: [],
  };
}

/** The step changed where it is, or at the end when its beginning was not told. */
function changeStep(
  operation: HistoryOperation,
  named: Pick<EntryOf<'step-begin'>, 'stepId' | 'title'>,
  change: Partial<HistoryStep>,
): HistoryOperation {
  const isKnown = operation.steps.some(({ stepId }) => stepId === named.stepId);
  const steps = isKnown ? operation.steps : [...operation.steps, begunStep(named)];
  return { ...operation, steps: steps.map((step) => (step.stepId === named.stepId ? { ...step, ...change } : step)) };
}

function afterEntry(operation: HistoryOperation, entry: Exclude<JournalEntry, { event: 'begin' }>): HistoryOperation {
  switch (entry.event) {
    case 'step-begin':
      return changeStep(operation, entry, {});
    case 'step-end': {
      const { outcome, durationMs, commands, error } = entry;
      return changeStep(operation, entry, { outcome, durationMs, commands, error });
    }
    case 'undo': {
      const { stepId, leftBehind } = entry;
      const outcome = leftBehind.length === 0 ? 'undone' : 'left-behind';
      return changeStep(operation, { stepId }, { outcome, leftBehind });
    }
    case 'end':
      return { ...operation, state: entry.state, endedAt: entry.at };
  }
}

/** The operations that a journal tells, newest first. What has no beginning (its line was damaged) is left out. */
export function journalHistory(entries: readonly JournalEntry[]): readonly HistoryOperation[] {
  const operations = new Map<string, HistoryOperation>();
  for (const entry of entries) {
    if (entry.event === 'begin') operations.set(entry.operationId, begunOperation(entry));
    else {
      const operation = operations.get(entry.operationId);
      if (operation !== undefined) operations.set(entry.operationId, afterEntry(operation, entry));
    }
  }
  return [...operations.values()].toReversed();
}
