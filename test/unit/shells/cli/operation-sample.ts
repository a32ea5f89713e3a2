import { operationIdSchema } from '../../../../src-main/domain/ids.ts';
import type { OperationInfo, StepInfo } from '../../../../src-main/domain/operation.ts';

/** A step of an operation, waiting unless told otherwise. */
export function sampleStep(id: string, changes: Partial<StepInfo> = {}): StepInfo {
  return {
    id,
    title: { key: 'steps.node-ready', params: { node: id } },
    weight: 1,
    state: 'waiting',
    fraction: 0,
    message: null,
    durationMs: null,
    ...changes,
  };
}

/** A running operation with these steps. */
export function sampleOperation(steps: readonly StepInfo[], changes: Partial<OperationInfo> = {}): OperationInfo {
  return {
    id: operationIdSchema.parse('3f1b7a52-58f2-4d0c-9a52-0c5f6d1f2b3c'),
    kind: 'create',
    target: 'lab',
    state: 'running',
    steps: [...steps],
    fraction: 0.5,
    error: null,
    leftBehind: [],
    ...changes,
  };
}
