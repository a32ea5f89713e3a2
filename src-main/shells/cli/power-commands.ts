import type { MethodName, RequestOf } from '../../contract/methods.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { chooseLab } from './lab-choice.ts';
import { labStatusText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { runWithProgress } from './run-operation.ts';

interface LabOption extends CommonOptions {
  readonly lab?: string;
}

/** Methods that answer with an operation on one lab and need nothing but the lab. */
type PowerMethod = Extract<MethodName, 'lab.start' | 'lab.stop' | 'lab.save' | 'lab.repair'>;

/** `start`, `stop`, `save`, `repair`, `snapshot`, `restore`. */
export function addPowerCommands(registrar: Registrar, context: CliContext): void {
  for (const [name, method] of Object.entries({
    start: 'lab.start',
    stop: 'lab.stop',
    save: 'lab.save',
    repair: 'lab.repair',
  } satisfies Record<string, PowerMethod>)) {
    registrar.add<LabOption>({ name, args: '[lab]' }, async (options, [named]) => {
      const lab = await chooseLab(context, named);
      return changeLab(context, options, method, { lab });
    });
  }
  registrar.add<LabOption>({ name: 'snapshot', args: '<name>', withLab: true }, async (options, [name = '']) => {
    const lab = await chooseLab(context, options.lab);
    return changeLab(context, options, 'lab.snapshot', { lab, name });
  });
  registrar.add<LabOption>(
    { name: 'restore', args: '<name>', withLab: true, withYes: true },
    async (options, [name = '']) => {
      const lab = await chooseLab(context, options.lab);
      await confirm(context, options, context.t('cli.confirm-restore', { name }));
      return changeLab(context, options, 'lab.restore', { lab, name });
    },
  );
}

type ChangeMethod = PowerMethod | 'lab.snapshot' | 'lab.restore' | 'lab.add' | 'lab.remove' | 'lab.reset';

/** Runs one change of a lab with progress and shows the lab afterwards. */
export async function changeLab<M extends ChangeMethod>(
  context: CliContext,
  options: CommonOptions,
  method: M,
  request: RequestOf<M>,
): Promise<number> {
  const run = context.api[method] as CliContext['api']['lab.start'];
  return runWithProgress(
    context,
    options,
    (call) => run(request, call),
    async ({ target }) => labStatusText(await context.api['lab.status']({ lab: target }, context), context.t),
  );
}
