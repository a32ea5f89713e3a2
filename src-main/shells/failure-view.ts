import type { z } from 'zod';
import type { FailureView } from '../contract/envelope.ts';
import { isCancelled, LabError } from '../domain/failure.ts';
import { fixActionOf } from '../domain/fix-action.ts';
import type { FailureInfo } from '../domain/operation.ts';
import { failureWords, screenFailureWords } from '../locales/failure-words.ts';
import type { Translate } from '../locales/translate.ts';
import { PlanRefusedError } from '../labs/plan-refused.ts';
import { describeFailure } from '../operations/describe-failure.ts';

/** What is passed on about something that was cancelled. */
export function cancelledView(t: Translate): FailureView {
  return { code: 'cancelled', message: t('cli.cancelled'), hint: '', detail: [] };
}

/** A failure in the user's language, with commands as next steps. */
export function failureView(failure: FailureInfo, t: Translate): FailureView {
  const { what, next } = failureWords(failure, t);
  return { code: failure.code, message: what, hint: next, ...fixOf(failure), detail: [...failure.evidence] };
}

function fixOf({ code }: FailureInfo): Pick<FailureView, 'fix'> {
  const fix = fixActionOf(code);
  return fix === null ? {} : { fix };
}

/** Every failure that an error stands for: a refused plan names all its problems. */
export function failuresOf(error: unknown): readonly [FailureInfo, ...FailureInfo[]] {
  const [first, ...others] = refusalsOf(error).map(({ failure }) => failure);
  return first === undefined ? [describeFailure(error)] : [first, ...others];
}

/** Whatever was thrown, as a screen is told: the first failure in full, and beside which field each problem stands. */
export function viewOfError(error: unknown, t: Translate): FailureView {
  if (isCancelled(error)) return cancelledView(t);
  const [first] = failuresOf(error);
  const { what, next } = screenFailureWords(first, t);
  const problems = refusalsOf(error).map(({ field, failure }) => ({
    field,
    message: screenFailureWords(failure, t).what,
  }));
  return {
    code: first.code,
    message: what,
    hint: next,
    ...fixOf(first),
    detail: [...first.evidence],
    ...(problems.length === 0 ? {} : { problems }),
  };
}

/** Stands for a value that is not shown. */
const withheld = '•••';

/** A request that the shape of its method refuses; `problems` has one line a field. Of a secret one no value is repeated. */
export class RefusedRequestError extends LabError {
  readonly problems: readonly { readonly field: string; readonly value: string; readonly expected: string }[];

  constructor(issues: readonly z.core.$ZodIssue[], input: unknown, isSecret = false) {
    const problems = issues.map(({ path, message }) => ({
      field: path.map(String).join('.'),
      value: isSecret ? withheld : briefly(valueAt(input, path)),
      expected: message,
    }));
    const [first = { field: '', value: isSecret ? withheld : briefly(input), expected: '' }] = problems;
    super('invalid-input', 'the request has another shape than its method', { params: first });
    this.name = 'LabError';
    this.problems = problems;
  }
}

interface Refusal {
  readonly field: string;
  readonly failure: FailureInfo;
}

function refusalsOf(error: unknown): readonly Refusal[] {
  if (error instanceof RefusedRequestError) {
    const { message } = error;
    return error.problems.map((params) => ({
      field: params.field,
      failure: { code: 'invalid-input', params, message, evidence: [] },
    }));
  }
  if (!(error instanceof PlanRefusedError)) return [];
  const { message } = error;
  return error.problems.flatMap(({ code, params, field }) =>
    code === 'slow-emulation' ||
    code === 'memory-tight' ||
    code === 'memory-below-recommended' ||
    code === 'cores-shared'
      ? []
      : [{ field, failure: { code, params: { field, ...params }, message, evidence: [] } }],
  );
}

const briefLength = 60;

/** Enough of a value to recognise it. */
function briefly(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return text.length > briefLength ? `${text.slice(0, briefLength)} …` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
