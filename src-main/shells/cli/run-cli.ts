import { Command, CommanderError } from 'commander';
import type { CliContext, CommonOptions } from './context.ts';
import { addCreateCommands } from './create-commands.ts';
import { exitCodes } from './exit-codes.ts';
import { addHostCommands } from './host-commands.ts';
import { addKeepCommands } from './keep-commands.ts';
import { addNodeCommands } from './node-commands.ts';
import { addPowerCommands } from './power-commands.ts';
import { createRegistrar } from './registrar.ts';
import { printFailure } from './report.ts';

/** Runs one command line and answers its exit code; never throws. `args` are those behind the program's name. */
export async function runCli(context: CliContext, args: readonly string[]): Promise<number> {
  const { t, terminal } = context;
  let exitCode: number = exitCodes.ok;
  const program = new Command('bdl')
    .description(t('cli.about'))
    .version(context.version, '-V, --version', t('cli.option-version'))
    .helpOption('-h, --help', t('cli.option-help'))
    .helpCommand('help [command]', t('cli.option-help'))
    .enablePositionalOptions()
    .showHelpAfterError(t('cli.help-after-error'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.note(text.trimEnd());
      },
    })
    .addHelpText('after', `\n${t('cli.first-steps')}`);
  async function finish(options: CommonOptions, run: () => Promise<number>): Promise<void> {
    try {
      exitCode = await run();
    } catch (error) {
      exitCode = printFailure(context, options, error);
    }
  }
  const registrar = createRegistrar(program, t, finish);
  addHostCommands(registrar, context);
  addCreateCommands(program, context, registrar);
  addKeepCommands(registrar, context);
  addPowerCommands(registrar, context);
  addNodeCommands(registrar, context);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.input;
  }
  return exitCode;
}
