import type { z } from 'zod';
import type { FailureView } from '../../contract/envelope.ts';
import { isCancelled } from '../../domain/failure.ts';
import { notStarted, operationInfoSchema, type FailureInfo, type OperationInfo } from '../../domain/operation.ts';
import { failureWords } from '../../locales/failure-words.ts';
import type { Translate } from '../../locales/translate.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { cancelledView, failuresOf, failureView } from '../failure-view.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { plainJson } from './plain-text.ts';
import { stepTitle } from './progress-lines.ts';

/** A result: what `--json` prints, in the shape the contract promises, and what a person reads. */
export interface Answer<S extends z.ZodType> {
  readonly schema: S;
  readonly value: z.input<S>;
  readonly text: () => string;
}

/** Prints a result and answers exit code 0. With `--json` it is parsed first: what breaks the contract is a bug and throws. */
export function printAnswer<S extends z.ZodType>(
  { terminal }: Pick<CliContext, 'terminal'>,
  options: CommonOptions,
  { schema, value, text }: Answer<S>,
): number {
  const printed = options.json === true ? toJson({ ok: true, value: schema.parse(value) }) : text();
  if (printed !== '') terminal.print(printed);
  return exitCodes.ok;
}

function toJson(value: unknown): string {
  return plainJson(JSON.stringify(value, null, 2));
}

/** What a person reads about a failure: what happened, the next step, the evidence. */
export function failureText(failure: FailureInfo, t: Translate): string {
  const { what, next } = failureWords(failure, t);
  const evidence = failure.evidence
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => `    ${line}`);
  return [`✗ ${what}`, `  → ${next}`, ...evidence].join('\n');
}

/** Prints a failure and answers its exit code. A refused plan names every problem at once. */
export function printFailure(
  { t, terminal }: Pick<CliContext, 't' | 'terminal'>,
  options: CommonOptions,
  error: unknown,
): number {
  if (isCancelled(error)) {
    if (options.json === true) terminal.print(toJson({ ok: false, error: cancelledView(t) }));
    else terminal.note(t('cli.cancelled'));
    return exitCodes.cancelled;
  }
  const failures = failuresOf(error);
  const [first, ...others] = failures;
  if (options.json === true) {
    const view = failureView(first, t);
    const detail = [...view.detail, ...others.map((failure) => failureWords(failure, t).what)];
    terminal.print(toJson({ ok: false, error: { ...view, detail } }));
  } else {
    terminal.note(failures.map((failure) => failureText(failure, t)).join('\n'));
  }
  return exitCodeOf(first.code);
}

/** Prints how an operation ended and answers the exit code; `done` is what a person reads when it went well. */
export async function printOperation(
  { t, terminal }: Pick<CliContext, 't' | 'terminal'>,
  options: CommonOptions,
  { operation, done }: { readonly operation: OperationInfo; readonly done: () => Promise<string> | string },
): Promise<number> {
  const error = operationFailure(operation, t);
  if (options.json === true) {
    const value = operationInfoSchema.parse(operation);
    terminal.print(toJson(error === null ? { ok: true, value } : { ok: false, error, value }));
  } else if (error === null) {
    for (const { key, params } of operation.notes ?? []) terminal.note(`! ${t(key, params)}`);
    terminal.print(await done());
  } else {
    terminal.note(operationText(operation, t));
  }
  return operationExitCode(operation);
}

function operationFailure(operation: OperationInfo, t: Translate): FailureView | null {
  if (operation.state === 'succeeded') return null;
  if (operation.state === 'cancelled' || operation.error === null) return cancelledView(t);
  return failureView(operation.error, t);
}

/** How an operation ended early, for a person: what was undone, what was left behind, why it failed. */
function operationText(operation: OperationInfo, t: Translate): string {
  const undone = operation.steps.filter(({ state }) => state === 'undone').map((step) => stepTitle(step, t));
  const lines = [
    ...(operation.notes ?? []).map(({ key, params }) => `! ${t(key, params)}`),
    ...(undone.length > 0 ? [t('cli.undone', { steps: undone.join('; ') })] : []),
    ...operation.leftBehind.map((item) => t('cli.left-behind', { item })),
  ];
  const failure = operation.error === null ? [] : [failureText(operation.error, t)];
  const waiting = notStarted(operation);
  const unstarted = waiting.length === 0 ? [] : [t('nodes.not-started', { nodes: waiting.join(', ') })];
  if (operation.state !== 'cancelled') return [...failure, ...unstarted, ...lines].join('\n');
  const kept = operation.kind === 'create' ? [t('cli.images-kept')] : [];
  return [t('cli.cancelled'), ...lines, ...kept].join('\n');
}

function operationExitCode(operation: OperationInfo): number {
  if (operation.state === 'cancelled') return exitCodes.cancelled;
  if (operation.state === 'succeeded') return exitCodes.ok;
  return operation.error === null ? exitCodes.failed : exitCodeOf(operation.error.code);
}
