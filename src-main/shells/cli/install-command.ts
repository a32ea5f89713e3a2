import type { InstallPlan } from '../../contract/install-views.ts';
import { methods } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import { hypervisorIds, hypervisorIdSchema } from '../../domain/ids.ts';
import type { Translate } from '../../locales/translate.ts';
import { confirm } from './confirm.ts';
import type { CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { CommandShape, Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';

const shape = { name: 'install', args: '<hypervisor>', withYes: true } as const satisfies CommandShape;

/** `install`: tells what will be run, asks, runs it and proves it; or tells how it is done by hand. */
export function addInstallCommand(registrar: Registrar): void {
  registrar.add<CommonOptions>(shape, async (context, options, [name = '']) => {
    const { t, api, terminal } = context;
    const parsed = hypervisorIdSchema.safeParse(name);
    if (!parsed.success) {
      throw new LabError('invalid-input', `no hypervisor '${name}'`, {
        params: { field: 'hypervisor', value: name, expected: hypervisorIds.join(', ') },
      });
    }
    const hypervisor = parsed.data;
    const plan = await api['host.installPlan']({ hypervisor }, context);
    const text = (): string => planText(plan, t);
    if (plan.kind === 'by-hand') {
      printAnswer(context, options, { schema: methods['host.installPlan'].response, value: plan, text });
      return exitCodes.host;
    }
    if (options.json !== true) terminal.print(text());
    await confirm(context, options, t('cli.confirm-install'));
    return runWithProgress(context, options, {
      run: (call) => api['host.installHypervisor']({ hypervisor, confirmed: true }, call),
      done: () => t('install.done', { hypervisor: t(`words.hypervisor.${hypervisor}`) }),
    });
  });
}

/** What will be run, or what to do by hand. */
export function planText(plan: InstallPlan, t: Translate): string {
  const params = { hypervisor: t(`words.hypervisor.${plan.hypervisor}`) };
  const commands = plan.commands.map((line) => `  ${line}`);
  const notes = plan.notes.map((note) => t(`install.note-${note}`, params));
  if (plan.kind === 'offered') {
    const asks = plan.asksAdministrator ? [t('install.asks-administrator')] : [];
    return [t('install.will-run'), ...commands, ...asks, ...notes].join('\n');
  }
  const lines = commands.length === 0 ? [] : [t('install.for-terminal'), ...commands];
  const isPossible = plan.reason !== 'not-for-this-computer';
  return [t(`install.by-hand-${plan.reason}`, params), ...lines, ...(isPossible ? [plan.url, ...notes] : [])].join(
    '\n',
  );
}
