import type { Command } from 'commander';
import type { Translate } from '../../locales/translate.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { localizeFlags } from './local-command.ts';

/** How a command is called. */
export interface CommandShape {
  readonly name: string;
  /** Positional arguments in commander's notation, `<node> [command...]`. */
  readonly args?: string;
  /** Knows `--lab`. */
  readonly withLab?: boolean;
  /** Asks before it deletes; `--yes` answers. */
  readonly withYes?: boolean;
  /** Its help ends with examples. */
  readonly withExamples?: boolean;
  /** Further options: flags and the key of their text. */
  readonly options?: readonly (readonly [flags: string, textKey: string])[];
  /** Everything behind the first argument belongs to the guest's command, options too. */
  readonly passThrough?: boolean;
}

/** Answers the exit code. `args` are the positional arguments, a variadic one spread out. */
export type CommandRun<O extends CommonOptions> = (
  context: CliContext,
  options: O,
  args: readonly string[],
) => Promise<number>;

/** Adds commands to the program and runs them in one way: failures become texts and exit codes. */
export interface Registrar {
  add<O extends CommonOptions>(shape: CommandShape, run: CommandRun<O>): void;
}

/** `finish` gets what the command wants to do, opens what it works with, and settles the exit code. */
export function createRegistrar(
  program: Command,
  t: Translate,
  finish: (options: CommonOptions, run: (context: CliContext) => Promise<number>) => Promise<void>,
): Registrar {
  function build(shape: CommandShape): Command {
    const { name, args = '', options = [] } = shape;
    const command = program
      .command(`${name} ${localizeFlags(args, t)}`.trim())
      .description(t(`help.about-${name}`))
      .helpOption('-h, --help', t('help.option-help'));
    if (shape.withLab === true) command.option(localizeFlags('--lab <lab>', t), t('help.option-lab'));
    if (shape.withYes === true) command.option('-y, --yes', t('help.option-yes'));
    for (const [flags, textKey] of options) command.option(localizeFlags(flags, t), t(textKey));
    if (shape.passThrough === true) command.passThroughOptions();
    if (shape.withExamples === true) {
      command.addHelpText('after', `\n${t('help.heading-examples')}\n${t(`help.examples-${name}`)}`);
    }
    return command;
  }
  return {
    add: <O extends CommonOptions>(shape: CommandShape, run: CommandRun<O>) => {
      const command = build(shape);
      command.option('--json', t('help.option-json')).action(async () => {
        const options = command.opts<O>();
        await finish(options, (context) => run(context, options, command.args));
      });
    },
  };
}
