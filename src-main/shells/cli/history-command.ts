import type { HistoryOperation, LabHistory } from '../../contract/history-views.ts';
import { methods } from '../../contract/methods.ts';
import { failureWords } from '../../locales/failure-words.ts';
import { historyScript, historyStepTitle } from '../../locales/history-words.ts';
import type { Translate } from '../../locales/translate.ts';
import type { CommonOptions } from './context.ts';
import { chooseLab } from './lab-choice.ts';
import { stepMarks } from './progress-lines.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { formatDate, formatDuration } from './table.ts';

interface HistoryOptions extends CommonOptions {
  readonly commands?: boolean;
  readonly script?: boolean;
}

/** `history`: what was done to a lab, down to the commands, or the newest of it as a script. */
export function addHistoryCommand(registrar: Registrar): void {
  registrar.add<HistoryOptions>(
    {
      name: 'history',
      args: '[lab]',
      withExamples: true,
      options: [
        ['--commands', 'help.option-commands'],
        ['--script', 'help.option-script'],
      ],
    },
    async (context, options, [named]) => {
      const { t, api } = context;
      const history = await api['lab.history']({ lab: await chooseLab(context, named) }, context);
      const text = (): string =>
        options.script === true ? newestScript(history, t) : historyText(history, options.commands === true, t);
      return printAnswer(context, options, { schema: methods['lab.history'].response, value: history, text });
    },
  );
}

function newestScript({ operations: [newest], name }: LabHistory, t: Translate): string {
  return newest === undefined ? `# ${t('labs.history-empty')}` : historyScript(newest, name, t).trimEnd();
}

/** Oldest first, as a terminal is read from its end. */
function historyText({ operations, damagedLines, hasOlder }: LabHistory, withCommands: boolean, t: Translate): string {
  return [
    ...(hasOlder ? [t('labs.history-older')] : []),
    ...operations.toReversed().flatMap((operation) => operationLines(operation, withCommands, t)),
    ...(operations.length === 0 ? [t('labs.history-empty')] : []),
    ...(damagedLines === 0 ? [] : [t('labs.history-damaged', { count: damagedLines })]),
  ].join('\n');
}

function operationLines(operation: HistoryOperation, withCommands: boolean, t: Translate): readonly string[] {
  const { kind, state, startedAt, endedAt, steps } = operation;
  const took = endedAt === null ? '' : `  ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}`;
  return [
    `${formatDate(startedAt)}  ${t(`labs.kind-${kind}`)}: ${t(`labs.history-${state}`)}${took}`,
    ...steps.flatMap((step) => [
      `  ${step.outcome === 'unfinished' ? '?' : stepMarks[step.outcome]} ${historyStepTitle(step, t)}`,
      ...(step.error === null ? [] : [`      ${failureWords(step.error, t).what}`]),
      ...(withCommands ? step.commands.map(({ line }) => `      $ ${line.replaceAll('\n', '\n        ')}`) : []),
    ]),
  ];
}
