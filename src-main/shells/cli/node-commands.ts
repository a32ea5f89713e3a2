import type { ExecResult } from '../../contract/lab-views.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { chooseLab, findLabOfNode } from './lab-choice.ts';
import { changeLab } from './power-commands.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printValue } from './report.ts';

interface LabOption extends CommonOptions {
  readonly lab?: string;
  readonly count?: string;
}

/** `ssh`, `exec`, `add`, `remove`, `reset`. */
export function addNodeCommands(registrar: Registrar, context: CliContext): void {
  const { t, api } = context;
  registrar.add<CommonOptions>(
    { name: 'ssh', args: '<node> [command...]', passThrough: true },
    async (_options, [node = '', ...command]) => {
      const lab = await findLabOfNode(context, node);
      return context.runInteractive({ program: 'ssh', args: ['-F', lab.sshConfigPath, node, ...command] });
    },
  );
  registrar.add<LabOption>(
    { name: 'exec', args: '<command...>', withLab: true, passThrough: true },
    async (options, words) => {
      const lab = await chooseLab(context, options.lab);
      const results = await api['lab.exec']({ lab, command: words.join(' ') }, context);
      printValue(context, options, results, () => results.map((result) => execText(result, context)).join('\n'));
      return results.every(({ exitCode }) => exitCode === 0) ? exitCodes.ok : exitCodes.failed;
    },
  );
  registrar.add<LabOption>(
    { name: 'add', withLab: true, options: [['--count <count>', 'cli.option-count']] },
    async (options) => {
      const lab = await chooseLab(context, options.lab);
      return changeLab(context, options, 'lab.add', { lab, count: Number(options.count ?? '1') });
    },
  );
  for (const name of ['remove', 'reset'] as const) {
    registrar.add<CommonOptions>({ name, args: '<node>', withYes: true }, async (options, [node = '']) => {
      const { labId } = await findLabOfNode(context, node);
      await confirm(context, options, t(`cli.confirm-${name}`, { node }));
      return changeLab(context, options, `lab.${name}`, { lab: labId, node });
    });
  }
}

/** Every line of a node's output with the node's name before it. */
function execText({ node, exitCode, stdout, stderr, error }: ExecResult, { t }: CliContext): string {
  const label = (text: string): readonly string[] =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `${node} | ${line}`);
  return [
    ...label(stdout),
    ...label(stderr),
    ...(error === null ? [] : label(failureText(error, t))),
    ...(exitCode === null || exitCode === 0 ? [] : [`${node} | ${t('cli.exit-code', { exitCode })}`]),
  ].join('\n');
}
