import { z } from 'zod';
import type { ExecResult } from '../../contract/lab-views.ts';
import { methods } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import type { Translate } from '../../locales/translate.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { handSnapshotLines } from './hand-snapshots.ts';
import { chooseLab, findLabOfNode } from './lab-choice.ts';
import { changeLab } from './power-commands.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printAnswer } from './report.ts';

interface LabOption extends CommonOptions {
  readonly lab?: string;
  readonly count?: string;
}

/** What `ssh --json` answers: the command that opens the terminal, not run. */
const sshCommandSchema = z.object({ program: z.string(), args: z.array(z.string()) });

/** What ssh ends with when it has no connection, and a command may too. */
const sshFailed = 255;

/** Most nodes that can be added: the contract has the last word. */
const countLimits = { min: 1, max: 54 } as const;

/** `ssh`, `exec`, `add`, `remove`, `reset`. */
export function addNodeCommands(registrar: Registrar): void {
  registrar.add<CommonOptions>(
    { name: 'ssh', args: '<node> [command...]', passThrough: true, withExamples: true },
    (context, options, [node = '', ...command]) => openSsh(context, options, { node, command }),
  );
  registrar.add<LabOption>(
    { name: 'exec', args: '<command...>', withLab: true, passThrough: true, withExamples: true },
    (context, options, words) => runOnAll(context, options, words.join(' ')),
  );
  registrar.add<LabOption>(
    { name: 'add', withLab: true, options: [['--count <count>', 'help.option-count']] },
    async (context, options) => {
      const count = parseCount(options.count ?? '1');
      return changeLab(context, options, ['lab.add', { lab: await chooseLab(context, options.lab), count }]);
    },
  );
  for (const name of ['remove', 'reset'] as const) {
    registrar.add<CommonOptions>({ name, args: '<node>', withYes: true }, async (context, options, [node = '']) => {
      const { labId } = await findLabOfNode(context, node);
      const question = context.t(`cli.confirm-${name}`, { node });
      const others = await handSnapshotLines(context, { lab: labId, node });
      await confirm(context, options, [...others, question].join('\n'));
      return changeLab(context, options, [`lab.${name}`, { lab: labId, node }]);
    });
  }
}

async function openSsh(
  context: CliContext,
  options: CommonOptions,
  { node, command }: { readonly node: string; readonly command: readonly string[] },
): Promise<number> {
  const lab = await findLabOfNode(context, node);
  const ssh = { program: 'ssh', args: ['-F', lab.sshConfigPath, node, ...command] };
  if (options.json === true) {
    return printAnswer(context, options, { schema: sshCommandSchema, value: ssh, text: () => '' });
  }
  const exitCode = await context.runInteractive(ssh);
  if (exitCode === sshFailed) await explainStranger(context, lab.labId, node);
  return exitCode;
}

/** A changed host key makes ssh print a wall of English that advises to forget the old one; says what it means here. */
async function explainStranger({ api, t, terminal, ...context }: CliContext, lab: string, node: string): Promise<void> {
  const { stranger } = await api['lab.recognise']({ lab, node }, context);
  if (stranger !== null) terminal.note(failureText(stranger, t));
}

async function runOnAll(context: CliContext, options: LabOption, command: string): Promise<number> {
  const { t, api } = context;
  const lab = await chooseLab(context, options.lab);
  const results = await api['lab.exec']({ lab, command }, context);
  const text = (): string => results.flatMap((result) => execLines(result, t)).join('\n');
  printAnswer(context, options, { schema: methods['lab.exec'].response, value: results, text });
  return results.every(({ exitCode }) => exitCode === 0) ? exitCodes.ok : exitCodes.failed;
}

function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count >= countLimits.min && count <= countLimits.max) return count;
  const expected = `${String(countLimits.min)}–${String(countLimits.max)}`;
  throw new LabError('invalid-input', `invalid count '${text}'`, { params: { field: 'count', value: text, expected } });
}

/** Every line of a node's output with the node's name before it. */
function execLines({ node, exitCode, stdout, stderr, error }: ExecResult, t: Translate): readonly string[] {
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
  ];
}
