import type { Command } from 'commander';
import type { Translate } from '../../locales/translate.ts';
import type { CommonOptions } from './context.ts';

/** How a command is called. */
export interface CommandShape {
  readonly name: string;
  /** Positional arguments in commander's notation, `<node> [command...]`. */
  readonly args?: string;
  /** Knows `--lab`. */
  readonly withLab?: boolean;
  /** Asks before it deletes; `--yes` answers. */
  readonly withYes?: boolean;
  /** Further options: flags and the key of their text. */
  readonly options?: readonly (readonly [flags: string, textKey: string])[];
  /** Everything behind the first argument belongs to the guest's command, options too. */
  readonly passThrough?: boolean;
}

/** Answers the exit code. `args` are the positional arguments, a variadic one spread out. */
export type CommandRun<O extends CommonOptions> = (options: O, args: readonly string[]) => Promise<number>;

/** Adds commands to the program and runs them in one way: failures become texts and exit codes. */
export interface Registrar {
  add<O extends CommonOptions>(shape: CommandShape, run: CommandRun<O>): void;
  /** For a command that was built by hand. */
  attach<O extends CommonOptions>(command: Command, run: CommandRun<O>): void;
}

/** `finish` gets what the command wants to do and settles the exit code. */
export function createRegistrar(
  program: Command,
  t: Translate,
  finish: (options: CommonOptions, run: () => Promise<number>) => Promise<void>,
): Registrar {
  function attach<O extends CommonOptions>(command: Command, run: CommandRun<O>): void {
    command.option('--json', t('cli.option-json')).action(async () => {
      const options = command.opts<O>();
      await finish(options, () => run(options, command.args));
    });
  }
  return {
    attach,
    add: (shape, run) => {
      const command = program
        .command(`${shape.name} ${shape.args ?? ''}`.trim())
        .description(t(`cli.about-${shape.name}`));
      if (shape.withLab === true) command.option('--lab <lab>', t('cli.option-lab'));
      if (shape.withYes === true) command.option('-y, --yes', t('cli.option-yes'));
      for (const [flags, textKey] of shape.options ?? []) command.option(flags, t(textKey));
      if (shape.passThrough === true) command.passThroughOptions();
      attach(command, run);
    },
  };
}
