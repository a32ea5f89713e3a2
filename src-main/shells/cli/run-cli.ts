import { CommanderError, type Command } from 'commander';
import type { CliContext, CliSetup, CommonOptions } from './context.ts';
import { addCopyCommand } from './copy-command.ts';
import { addCreateCommands } from './create-commands.ts';
import { addReclaimCommand } from './reclaim-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { exitCodes } from './exit-codes.ts';
import { addDrillCommand } from './drill-command.ts';
import { addHostCommands } from './host-commands.ts';
import { addTryCommand } from './try-command.ts';
import { addInstallCommand } from './install-command.ts';
import { addHistoryCommand } from './history-command.ts';
import { addKeepCommands } from './keep-commands.ts';
import { LocalCommand, localizeFlags } from './local-command.ts';
import { addMetricsCommand } from './metrics-command.ts';
import { addNodeCommands } from './node-commands.ts';
import { addPowerCommands } from './power-commands.ts';
import { createRegistrar } from './registrar.ts';
import { addServeCommand } from './serve-command.ts';
import { addStartOrderCommand } from './start-order-command.ts';
import { addSupportCommand } from './support-command.ts';
import { printFailure } from './report.ts';

/** Runs one command line and answers its exit code; never throws. `args` are those behind the program's name. */
export async function runCli(setup: CliSetup, args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = createProgram(setup);
  async function finish(options: CommonOptions, run: (context: CliContext) => Promise<number>): Promise<void> {
    try {
      exitCode = await run({ ...setup, api: await setup.openApi() });
    } catch (error) {
      exitCode = printFailure(setup, options, error);
    }
  }
  const registrar = createRegistrar(program, setup.t, finish);
  addHostCommands(registrar);
  addTryCommand(registrar);
  addInstallCommand(registrar);
  addCreateCommands(registrar);
  addKeepCommands(registrar);
  addHistoryCommand(registrar);
  addPowerCommands(registrar);
  addNodeCommands(registrar);
  addMetricsCommand(registrar);
  addDrillCommand(registrar);
  addStartOrderCommand(registrar);
  addCopyCommand(registrar);
  addDoctorCommand(registrar);
  addReclaimCommand(registrar);
  addSupportCommand(registrar);
  addServeCommand(registrar);
  try {
    if (args.length === 0) return await setup.openApp();
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander ends a help text and the version by throwing.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    return printFailure(setup, { json: wantsJson(args) }, error);
  }
  return exitCode;
}

/** A command line that could not be understood may still say how it wants its answer. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

function createProgram({ t, terminal, version }: CliSetup): Command {
  return new LocalCommand('bdl', t)
    .description(t('help.about'))
    .version(version, '-V, --version', t('help.option-version'))
    .helpOption('-h, --help', t('help.option-help'))
    .helpCommand(localizeFlags('help [command]', t), t('help.about-help'))
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      getOutHelpWidth: () => terminal.columns,
    })
    .addHelpText('after', `\n${t('help.first-steps')}`);
}
