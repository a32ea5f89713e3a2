import type { HistoryOperation, HistoryStep } from '../contract/history-views.ts';
import { failureWords, readableParams } from './failure-words.ts';
import { textOrKey, type Translate } from './translate.ts';

/** What a step did; its id where that was not noted. */
export function historyStepTitle({ title, stepId }: Pick<HistoryStep, 'title' | 'stepId'>, t: Translate): string {
  return title === null ? stepId : textOrKey(t, { key: title.key, params: readableParams(title.params, t) });
}

/** One or more lines of a comment; a line end within never leads out of it. */
function comment(text: string): string {
  return text
    .split(/[\r\n\u0085\u2028\u2029]+/)
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}

function stepLines(step: HistoryStep, t: Translate): readonly string[] {
  const outcome = step.outcome === 'done' ? '' : ` (${t(`labs.outcome-${step.outcome}`)})`;
  const commands = step.commands.map(({ line, exitCode }) =>
    exitCode === null || exitCode === 0 ? line : `${line}\n${comment(t('cli.exit-code', { exitCode }))}`,
  );
  return [
    '',
    comment(`${historyStepTitle(step, t)}${outcome}`),
    ...(step.error === null ? [] : [comment(failureWords(step.error, t).what)]),
    ...(commands.length === 0 ? [comment(t('labs.script-no-commands'))] : commands),
  ];
}

/** What an operation did, as a script for a POSIX shell with a comment for each step; for reading and learning from. */
export function historyScript(operation: HistoryOperation, name: string, t: Translate): string {
  const { kind, state, startedAt, steps } = operation;
  const head = [
    `${name}: ${t(`labs.kind-${kind}`)}`,
    `${startedAt} · ${t(`labs.history-${state}`)}`,
    '',
    t('labs.script-purpose'),
    t('labs.script-shell'),
  ];
  return ['#!/bin/sh', ...head.map(comment), ...steps.flatMap((step) => stepLines(step, t)), ''].join('\n');
}
