import { Command, Help, type ErrorOptions } from 'commander';
import { LabError } from '../../domain/failure.ts';
import type { Translate } from '../../locales/translate.ts';

const plainHelp = new Help();

/** In the order in which a person comes to need them. */
const commandOrder: readonly string[] = [
  ...[
    'check',
    'try',
    'install',
    'plan',
    'up',
    'list',
    'status',
    'metrics',
    'ssh',
    'exec',
    'copy',
    'password',
    'stop',
    'start',
    'save',
  ],
  ...[
    'snapshot',
    'restore',
    'add',
    'remove',
    'reset',
    'drill',
    'start-order',
    'repair',
    'delete',
    'trash',
    'images',
    'doctor',
    'reclaim',
    'support',
    'serve',
    'help',
  ],
];

/** Names of arguments and values between `<>` and `[]`, in the user's language: `<node>` becomes `<knoten>`. */
export function localizeFlags(flags: string, t: Translate): string {
  return flags.replaceAll(/(?<=[<[])[a-z]+/g, (word) => t(`help.value-${word}`));
}

function headings(t: Translate): Readonly<Record<string, string>> {
  return {
    'Usage:': t('help.heading-usage'),
    'Arguments:': t('help.heading-arguments'),
    'Options:': t('help.heading-options'),
    'Commands:': t('help.heading-commands'),
  };
}

/**
 * A command of commander that speaks the user's language: headings, `[options]`, and what is wrong with a command line, which is
 * thrown as a `LabError` with the usage as next step.
 */
export class LocalCommand extends Command {
  readonly #t: Translate;

  constructor(name: string, t: Translate) {
    super(name);
    this.#t = t;
    const titles = headings(t);
    const localize = (usage: string): string =>
      usage.replace('[options]', `[${t('help.word-options')}]`).replace('[command]', `[${t('help.word-command')}]`);
    this.configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      commandUsage: (command) => localize(plainHelp.commandUsage(command)),
      subcommandTerm: (command) => localize(plainHelp.subcommandTerm(command)),
      visibleCommands: (command) =>
        plainHelp
          .visibleCommands(command)
          .toSorted((a, b) => commandOrder.indexOf(a.name()) - commandOrder.indexOf(b.name())),
    });
  }

  override createCommand(name = ''): LocalCommand {
    return new LocalCommand(name, this.#t);
  }

  override error(message: string, options: ErrorOptions = {}): never {
    const usage = this.createHelp().commandUsage(this);
    const command = this.parent === null ? this.name() : `${this.parent.name()} ${this.name()}`;
    throw toUsageError(message, { code: options.code ?? '', usage, command });
  }
}

interface Wrong {
  /** Commander's own code. */
  readonly code: string;
  readonly usage: string;
  readonly command: string;
}

/** Commander 15 names what is wrong in its sentences only: between quotes, or behind a colon. */
function toUsageError(message: string, { code, usage, command }: Wrong): Error {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? '';
  const suggestion = /Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'commander.unknownCommand':
      return new LabError('unknown-command', message, { params: { value: quoted, suggestion } });
    case 'commander.unknownOption':
      return new LabError('unknown-option', message, { params: { value: quoted, suggestion, command } });
    case 'commander.missingArgument':
      return new LabError('missing-argument', message, { params: { name: quoted, command, usage } });
    case 'commander.optionMissingArgument':
      return new LabError('missing-option-value', message, { params: { option: quoted, usage } });
    case 'commander.excessArguments': {
      const given = /but got \d+: (.*)\.$/s.exec(message)?.[1] ?? '';
      return new LabError('too-many-arguments', message, { params: { value: given, command, usage } });
    }
    default:
      return new Error(message);
  }
}
