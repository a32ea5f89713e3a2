import { isCancelled } from '../../domain/failure.ts';
import type { FailureInfo, OperationInfo } from '../../domain/operation.ts';
import type { Translate } from '../../locales/translate.ts';
import { PlanRefusedError } from '../../labs/plan-preview.ts';
import { describeFailure } from '../../operations/describe-failure.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

/** Prints a result: as text, or with `--json` in the envelope of the API. */
export function printValue(context: CliContext, options: CommonOptions, value: unknown, text: () => string): number {
  context.terminal.print(options.json === true ? toJson({ ok: true, value }) : text());
  return exitCodes.ok;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** What a person reads about a failure: what happened, the next step, the evidence. */
export function failureText(failure: FailureInfo, t: Translate): string {
  const evidence = failure.evidence.map((line) => `    ${line}`);
  const what = t(`errors.${failure.code}.what`, failure.params);
  const next = t(`errors.${failure.code}.next`, failure.params);
  return [`✗ ${what}`, `  → ${next}`, ...evidence].join('\n');
}

/** Prints a failure and answers its exit code. A refused plan names every problem at once. */
export function printFailure(context: CliContext, options: CommonOptions, error: unknown): number {
  const { t, terminal } = context;
  if (isCancelled(error)) {
    if (options.json === true)
      terminal.print(
        toJson({ ok: false, error: { code: 'cancelled', message: t('cli.cancelled'), hint: '', detail: [] } }),
      );
    else terminal.note(t('cli.cancelled'));
    return exitCodes.cancelled;
  }
  const failures = failuresOf(error);
  const [first] = failures;
  if (first === undefined) return exitCodes.unexpected;
  if (options.json === true) {
    const { code, params, evidence } = first;
    const hint = t(`errors.${code}.next`, params);
    const detail = [
      ...evidence,
      ...failures.slice(1).map((failure) => t(`errors.${failure.code}.what`, failure.params)),
    ];
    terminal.print(toJson({ ok: false, error: { code, message: t(`errors.${code}.what`, params), hint, detail } }));
  } else {
    terminal.note(failures.map((failure) => failureText(failure, t)).join('\n'));
  }
  return exitCodeOf(first.code);
}

function failuresOf(error: unknown): readonly FailureInfo[] {
  if (!(error instanceof PlanRefusedError)) return [describeFailure(error)];
  const { message } = error;
  return error.problems.flatMap(({ code, params, field }) =>
    code === 'slow-emulation' ||
    code === 'memory-tight' ||
    code === 'memory-below-recommended' ||
    code === 'cores-shared'
      ? []
      : [{ code, params: { field, ...params }, message, evidence: [] }],
  );
}

/** How an operation ended, for a person: what was undone, what was left behind, why it failed. */
export function operationText(operation: OperationInfo, t: Translate): string {
  const undone = operation.steps
    .filter(({ state }) => state === 'undone')
    .map(({ title }) => t(title.key, title.params));
  const lines = [
    ...(undone.length > 0 ? [t('cli.undone', { steps: undone.join('; ') })] : []),
    ...operation.leftBehind.map((item) => t('cli.left-behind', { item })),
  ];
  switch (operation.state) {
    case 'cancelled':
      return [t('cli.cancelled'), ...lines, t('cli.nothing-else-left')].join('\n');
    case 'failed':
      return [...(operation.error === null ? [] : [failureText(operation.error, t)]), ...lines].join('\n');
    case 'succeeded':
    case 'queued':
    case 'running':
    case 'cancelling':
      return lines.join('\n');
  }
}

/** Exit code of a finished operation. */
export function operationExitCode(operation: OperationInfo): number {
  if (operation.state === 'cancelled') return exitCodes.cancelled;
  if (operation.state === 'succeeded') return exitCodes.ok;
  return operation.error === null ? exitCodes.failed : exitCodeOf(operation.error.code);
}
