import { describe, expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { PlanRefusedError } from '../../../src-main/labs/plan-refused.ts';

describe('a plan that was refused', () => {
  const memory = { code: 'not-enough-memory', field: 'memoryMiB', params: { nodes: 9, fits: 2 } } as const;
  const subnet = {
    code: 'subnet-overlaps',
    field: 'subnet',
    params: { subnet: '10.0.0.0/24', owner: 'eth0' },
  } as const;

  it('is an expected failure with the code and the values of its first problem', () => {
    const refused = new PlanRefusedError([memory, subnet]);

    expect(refused).toBeInstanceOf(LabError);
    expect(refused).toMatchObject({ code: 'not-enough-memory', params: { field: 'memoryMiB', nodes: 9, fits: 2 } });
  });

  it('keeps every problem', () => {
    expect(new PlanRefusedError([memory, subnet]).problems).toEqual([memory, subnet]);
  });

  it('is never called by a mere warning', () => {
    expect(new PlanRefusedError([{ code: 'memory-tight', field: 'memoryMiB', params: {} }]).code).toBe('invalid-input');
  });
});
