import type { OperationId } from '../domain/ids.ts';
import type {
  FailureInfo,
  OperationInfo,
  OperationKind,
  OperationState,
  StepInfo,
  StepState,
  TextRef,
} from '../domain/operation.ts';
import { allSteps, type Work } from './step.ts';

/** The changing picture of one operation; the runner alone writes it, everybody else gets copies. */
export interface OperationView {
  readonly read: () => OperationInfo;
  readonly setState: (state: OperationState, error?: FailureInfo) => void;
  readonly setStep: (id: string, state: StepState, durationMs?: number) => void;
  readonly setProgress: (id: string, fraction: number | null, message: TextRef | undefined) => void;
  readonly addLeftBehind: (items: readonly string[]) => void;
  readonly addNote: (text: TextRef) => void;
}

const finishedStates: readonly StepState[] = ['done', 'already-there'];

/** Starts a picture in which every step waits; `publish` is called with a fresh copy after each change. */
export function createOperationView(
  start: { readonly id: OperationId; readonly kind: OperationKind; readonly target: string; readonly work: Work },
  publish: (operation: OperationInfo) => void,
): OperationView {
  let info: OperationInfo = {
    id: start.id,
    kind: start.kind,
    target: start.target,
    state: 'queued',
    fraction: 0,
    error: null,
    leftBehind: [],
    steps: allSteps(start.work).map(({ id, title, weight }) => ({
      id,
      title,
      weight,
      state: 'waiting',
      fraction: 0,
      message: null,
      durationMs: null,
    })),
  };
  function change(next: Partial<OperationInfo>): void {
    const changed = { ...info, ...next };
    info = { ...changed, fraction: fractionOf(changed.steps) };
    publish(info);
  }
  function changeStep(id: string, next: Partial<StepInfo>): void {
    change({ steps: info.steps.map((step) => (step.id === id ? { ...step, ...next } : step)) });
  }
  return {
    read: () => info,
    setState: (state, error) => {
      change({ state, ...(error === undefined ? {} : { error }) });
    },
    setStep: (id, state, durationMs) => {
      const finished = finishedStates.includes(state);
      changeStep(id, {
        state,
        message: null,
        ...(finished ? { fraction: 1 } : {}),
        ...(durationMs === undefined ? {} : { durationMs }),
      });
    },
    setProgress: (id, fraction, message) => {
      changeStep(id, { fraction, ...(message === undefined ? {} : { message }) });
    },
    addLeftBehind: (items) => {
      change({ leftBehind: [...info.leftBehind, ...items] });
    },
    addNote: (text) => {
      change({ notes: [...(info.notes ?? []), text] });
    },
  };
}

function fractionOf(steps: readonly StepInfo[]): number {
  const total = steps.reduce((sum, step) => sum + step.weight, 0);
  const done = steps.reduce((sum, step) => sum + step.weight * (step.fraction ?? 0), 0);
  return total === 0 ? 0 : Math.min(1, done / total);
}
