import { LabError } from '../domain/failure.ts';
import type { PlanRemark } from '../domain/plan-types.ts';

/** A wish that cannot be: every problem at once. `code` and `params` are those of the first. */
export class PlanRefusedError extends LabError {
  readonly problems: readonly PlanRemark[];

  constructor(problems: readonly PlanRemark[]) {
    const [first] = problems;
    const code = first === undefined || !isErrorCode(first.code) ? 'invalid-input' : first.code;
    super(code, `the plan was refused: ${problems.map((problem) => problem.code).join(', ')}`, {
      params: first === undefined ? {} : { field: first.field, ...first.params },
    });
    this.name = 'LabError';
    this.problems = problems;
  }
}

type ErrorCodeOfRemark = Exclude<
  PlanRemark['code'],
  'slow-emulation' | 'memory-tight' | 'memory-below-recommended' | 'cores-shared'
>;

function isErrorCode(code: PlanRemark['code']): code is ErrorCodeOfRemark {
  return !['slow-emulation', 'memory-tight', 'memory-below-recommended', 'cores-shared'].includes(code);
}
