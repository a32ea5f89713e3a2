import type { CheckView, HostCheck } from '../../contract/host-views.ts';
import type { Translate } from '../../locales/translate.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { labListText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printValue } from './report.ts';

const marks: Readonly<Record<CheckView['status'], string>> = { ok: '✓', warning: '!', problem: '✗', unknown: '?' };

/** `check` and `doctor`. */
export function addHostCommands(registrar: Registrar, context: CliContext): void {
  const { t, api } = context;
  registrar.add<CommonOptions>({ name: 'check' }, async (options) => {
    const found = await api['host.check']({}, context);
    printValue(context, options, found, () => checkText(found, t));
    return found.checks.some(({ status }) => status === 'problem') ? exitCodes.host : exitCodes.ok;
  });
  registrar.add<CommonOptions>({ name: 'doctor' }, async (options) => {
    const check = await api['host.check']({}, context);
    const list = await api['lab.list']({}, context);
    const { version, dataDir } = context;
    return printValue(context, options, { version, dataDir, check, ...list }, () =>
      [
        t('cli.doctor-head', { version, dataDir }),
        checkText(check, t),
        ...check.hypervisors.flatMap(({ id, evidence }) => evidence.map((line) => `    ${id}: ${line}`)),
        '',
        list.labs.length === 0 ? t('cli.no-labs') : labListText(list.labs, t),
        ...list.damaged.map(({ error }) => failureText(error, t)),
      ].join('\n'),
    );
  });
}

function checkText({ checks }: HostCheck, t: Translate): string {
  return checks
    .flatMap((check) => {
      const key = `checks.${check.id}.${check.finding}`;
      const finding = `${marks[check.status]} ${t(`checks.${check.id}.title`)}: ${t(key, check.params)}`;
      return check.status === 'ok' || check.status === 'unknown'
        ? [finding]
        : [finding, `  → ${t(`${key}-fix`, check.params)}`];
    })
    .join('\n');
}
