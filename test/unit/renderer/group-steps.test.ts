import { describe, expect, it } from 'vitest';
import type { StepInfo, StepState } from '../../../src-main/domain/operation.ts';
import {
  currentStep,
  fractionOf,
  groupSteps,
  laneState,
} from '../../../src-renderer/features/operations/group-steps.ts';

function step(id: string, node?: string, changes: Partial<StepInfo> = {}): StepInfo {
  const params: Record<string, string> = node === undefined ? {} : { node };
  const common = { state: 'waiting', fraction: 0, message: null, durationMs: null } as const;
  return { id, title: { key: `steps.${id}`, params }, weight: 1, ...common, ...changes };
}

function states(...all: readonly StepState[]): readonly StepInfo[] {
  return all.map((state, index) => step(String(index), 'pi-200', { state }));
}

describe('steps', () => {
  it('of nodes stand beside each other where the first of them is', () => {
    const steps = [step('base'), step('a1', 'a'), step('b1', 'b'), step('network'), step('a2', 'a'), step('finish')];
    const groups = groupSteps(steps).map((group) =>
      group.kind === 'step' ? group.step.id : group.lanes.map((lane) => [lane.node, lane.steps.map(({ id }) => id)]),
    );

    expect(groups).toEqual([
      'base',
      [
        ['a', ['a1', 'a2']],
        ['b', ['b1']],
      ],
      'network',
      'finish',
    ]);
  });

  it('without nodes are lines', () => {
    expect(groupSteps([step('a'), step('b')]).map(({ kind }) => kind)).toEqual(['step', 'step']);
  });
});

describe('a lane', () => {
  it.each([
    [['done', 'failed', 'waiting'], 'failed'],
    [['done', 'left-behind'], 'left-behind'],
    [['done', 'running'], 'running'],
    [['done', 'waiting'], 'running'],
    [['waiting', 'waiting'], 'waiting'],
    [['done', 'already-there'], 'done'],
    [['undone', 'waiting'], 'undone'],
  ] as const)('of %j is %s', (all, expected) => {
    expect(laneState(states(...all))).toBe(expected);
  });

  it('tells of the step that failed before that which waits', () => {
    expect(currentStep(states('done', 'waiting', 'failed'))?.id).toBe('2');
    expect(currentStep(states('done', 'done'))?.id).toBe('1');
  });

  it('is as far as its steps by their weights', () => {
    const steps = [step('a', 'x', { weight: 3, fraction: 1 }), step('b', 'x', { weight: 1, fraction: null })];

    expect(fractionOf(steps)).toBe(0.75);
    expect(fractionOf([])).toBe(0);
  });
});
