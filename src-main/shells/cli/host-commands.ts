import { checkGroups, groupOfCheck, type CheckView, type HostCheck } from '../../contract/host-views.ts';
import { methods } from '../../contract/methods.ts';
import { checkWords } from '../../locales/check-words.ts';
import { fixLines, hostReport } from '../../locales/host-report.ts';
import type { Translate } from '../../locales/translate.ts';
import { choiceWords } from '../../locales/trial-words.ts';
import type { CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';

const marks: Readonly<Record<CheckView['status'], string>> = { ok: '✓', warning: '!', problem: '✗', unknown: '?' };

interface CheckOptions extends CommonOptions {
  /** As a text for others, with all evidence and nothing personal. */
  readonly report?: boolean;
}

/** `check`. */
export function addHostCommands(registrar: Registrar): void {
  registrar.add<CheckOptions>(
    { name: 'check', options: [['--report', 'help.option-report']] },
    async (context, options) => {
      const { t, api } = context;
      const found = await api['host.check']({}, context);
      const schema = methods['host.check'].response;
      const text = (): string => (options.report === true ? hostReport(found, context, t) : checkText(found, t));
      printAnswer(context, options, { schema, value: found, text });
      return found.checks.some(({ status }) => status === 'problem') ? exitCodes.host : exitCodes.ok;
    },
  );
}

/** What the checks of this computer found, group by group, each with its ways out. */
export function checkText({ checks, choice }: HostCheck, t: Translate): string {
  const groups = checkGroups.flatMap((group) => {
    const own = checks.filter(({ id }) => groupOfCheck[id] === group);
    return own.length === 0
      ? []
      : [[t(`checks.group-${group}`), ...own.flatMap((check) => checkLines(check, t))].join('\n')];
  });
  return [...groups, `${t('words.choice')}: ${choiceWords(choice, t).join(' ')}`].join('\n\n');
}

function checkLines(check: CheckView, t: Translate): readonly string[] {
  const words = checkWords(check, t, 'terminal');
  return [`${marks[check.status]} ${words.title}: ${words.finding}`, ...fixLines(words)];
}
