import { describe, expect, it } from 'vitest';
import {
  calmly,
  createForecaster,
  estimateLeftMs,
  estimateWholeMs,
  type Outline,
  type OutlineStep,
  type StepTime,
} from '../../../src-main/operations/forecast.ts';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import type { OperationInfo } from '../../../src-main/domain/operation.ts';

function step(id: string, weight = 10): OutlineStep {
  return { id, kind: id.replace(/\d+$/, ''), weight };
}

const waiting: StepTime = { state: 'waiting', fraction: 0, durationMs: null, runningMs: null };

function done(durationMs: number): StepTime {
  return { state: 'done', fraction: 1, durationMs, runningMs: null };
}

function running(runningMs: number, fraction: number | null = null): StepTime {
  return { state: 'running', fraction, durationMs: null, runningMs };
}

function left(
  outline: Outline,
  times: Readonly<Record<string, StepTime>>,
  usual: Readonly<Record<string, number>> = {},
) {
  return estimateLeftMs(outline, (id) => times[id] ?? waiting, new Map(Object.entries(usual)));
}

function group(limit: number, count: number): Outline {
  return [{ limit, branches: Array.from({ length: count }, (_, index) => [step(`node${String(index)}`)]) }];
}

describe('the estimate of the time that is left', () => {
  it.each<readonly [string, number | null, number | null]>([
    ['nothing is known', left([step('a'), step('b')], {}), null],
    ['all is known', left([step('a'), step('b')], {}, { a: 1000, b: 2000 }), 3000],
    ['a step has run for a while', left([step('a')], { a: running(400) }, { a: 1000 }), 600],
    ['a step takes longer than usual', left([step('a')], { a: running(5000) }, { a: 1000 }), 50],
    ['a step tells itself that it is half way', left([step('a')], { a: running(1000, 0.5) }, { a: 4000 }), 2000],
    ['the first steps of a first run are measured', left([step('a'), step('b', 30)], { a: done(1000) }), 3000],
    ['too little of a first run is measured', left([step('a', 2), step('b', 30)], { a: done(10) }), null],
    ['a step of a first run is under way', left([step('a', 100)], { a: running(1000, 0.25) }), 3000],
    ['one kind is unknown', left([step('a'), step('b', 5)], {}, { a: 1000 }), 1500],
    [
      'what was there already took no time',
      left([step('a'), step('b')], { a: { ...done(0), state: 'already-there' } }, { b: 700 }),
      700,
    ],
    ['all is done', left([step('a')], { a: done(1000) }), 0],
  ])('when %s', (_when, estimate, expected) => {
    if (expected === null) expect(estimate).toBeNull();
    else expect(estimate).toBeCloseTo(expected, 6);
  });

  it.each([
    [1, 4, 4000],
    [2, 4, 2000],
    [2, 5, 3000],
    [8, 3, 1000],
  ])('takes as long beside each other as at most %i of %i branches allow', (limit, count, expected) => {
    expect(left(group(limit, count), {}, { node: 1000 })).toBe(expected);
  });

  it('of a whole operation is known only when each of its kinds was measured', () => {
    expect(
      estimateWholeMs(
        [step('a'), ...group(2, 4)],
        new Map([
          ['a', 500],
          ['node', 1000],
        ]),
      ),
    ).toBe(2500);
    expect(estimateWholeMs([step('a'), ...group(2, 4)], new Map([['a', 500]]))).toBeNull();
  });
});

describe('a calm forecast', () => {
  it.each([
    [null, null, null],
    [null, 60_000, 60_000],
    [60_000, null, 60_000],
    [60_000, 70_000, 60_000],
    [60_000, 50_000, 60_000],
    [60_000, 100_000, 80_000],
    [600_000, 200_000, 400_000],
    [3000, 7000, 3000],
  ])('goes from %j to %j as %j', (countdown, estimate, expected) => {
    expect(calmly(countdown, estimate)).toBe(expected);
  });

  it('counts down between changes, and says nothing when the operation is being cancelled', () => {
    let nowMs = 0;
    const forecast = createForecaster([step('a')], new Map([['a', 10_000]]), () => nowMs);
    const info: OperationInfo = {
      id: operationIdSchema.parse('3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7d1'),
      kind: 'create',
      target: 'lab',
      state: 'running',
      fraction: 0,
      error: null,
      leftBehind: [],
      steps: [{ ...waiting, id: 'a', title: { key: 'a', params: {} }, weight: 10, message: null, state: 'running' }],
    };

    expect(forecast(info)).toEqual({ leftMs: 10_000, at: '1970-01-01T00:00:00.000Z' });
    nowMs = 4000;
    expect(forecast(info)?.leftMs).toBe(6000);
    expect(forecast({ ...info, state: 'cancelling' })).toBeNull();
  });
});
