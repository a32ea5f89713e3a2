import type { CheckView, HostCheck } from '../../contract/host-views.ts';
import { methods } from '../../contract/methods.ts';
import { readableParams } from '../../locales/failure-words.ts';
import { hasText, type Translate } from '../../locales/translate.ts';
import type { CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';

const marks: Readonly<Record<CheckView['status'], string>> = { ok: '✓', warning: '!', problem: '✗', unknown: '?' };

/** `check`. */
export function addHostCommands(registrar: Registrar): void {
  registrar.add<CommonOptions>({ name: 'check' }, async (context, options) => {
    const { t, api } = context;
    const found = await api['host.check']({}, context);
    const schema = methods['host.check'].response;
    printAnswer(context, options, { schema, value: found, text: () => checkText(found, t) });
    return found.checks.some(({ status }) => status === 'problem') ? exitCodes.host : exitCodes.ok;
  });
}

/** What the checks of this computer found, each with its next step. */
export function checkText({ checks }: HostCheck, t: Translate): string {
  return checks
    .flatMap((check) => {
      const key = `checks.${check.id}.${check.finding}`;
      const params = { count: Number(check.params.fits ?? 0), ...readableParams(check.params, t) };
      const finding = `${marks[check.status]} ${t(`checks.${check.id}.title`)}: ${t(key, params)}`;
      const fix = `${key}-fix`;
      return hasText(fix) && check.status !== 'ok' ? [finding, `  → ${t(fix, params)}`] : [finding];
    })
    .join('\n');
}
