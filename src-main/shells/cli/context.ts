import type { ApiHandlers } from '../../contract/methods.ts';
import type { PersonalPlaces } from '../../domain/without-personal.ts';
import type { FileTransfers } from '../../labs/file-transfers.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Clock } from '../../platform/clock.ts';
import type { CommandLine } from '../../process/command.ts';
import type { ServeOptions } from '../web/serve-options.ts';
import type { Terminal } from './terminal.ts';

/** What the command line is started with. */
export interface CliSetup {
  /** Called once a command needs it: a help text is shown before hypervisors, images and guests are loaded. */
  readonly openApi: () => Promise<ApiHandlers>;
  /** Likewise: files from this computer to nodes. */
  readonly openFiles: () => Promise<FileTransfers>;
  readonly t: Translate;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Aborted by Ctrl-C and by the signals that end a program. */
  readonly signal: AbortSignal;
  readonly version: string;
  readonly dataDir: string;
  /** What a text that is shown to others leaves out. */
  readonly personal: PersonalPlaces['personal'];
  /** Runs a program with this terminal; answers its exit code. */
  readonly runInteractive: (command: CommandLine) => Promise<number>;
  /** Opens the app, in a window or in the browser; answers the exit code when it ends. */
  readonly openApp: () => Promise<number>;
  /** Serves the screens of the app until a signal ends it; answers the exit code. */
  readonly serve: (options: ServeOptions) => Promise<number>;
}

/** What every command works with. */
export interface CliContext extends Omit<CliSetup, 'openApi' | 'openApp'> {
  readonly api: ApiHandlers;
}

/** Options every command knows. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
}
