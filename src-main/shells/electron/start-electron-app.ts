import { join } from 'node:path';
import { createCore } from '../../compose.ts';
import { createTranslator } from '../../locales/translate.ts';
import { createSleepWatcher } from '../../platform/host-sleep.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { ThisComputer } from '../../platform/this-computer.ts';
import { createPaths } from '../../store/file-names.ts';
import { viewOfError } from '../failure-view.ts';
import { openScreenCore, type ScreenCore } from '../screen/screen-core.ts';
import { registerScheme } from './app-scheme.ts';
import type { ElectronApi } from './electron-api.ts';
import { runElectronShell } from './run-electron-shell.ts';
import { receiveVisits, type Visits } from './visits.ts';

/** What the entry passes in. */
export interface ElectronSetup {
  /** Throws `not-supported` on a computer that this program does not run on. */
  readonly openComputer: () => ThisComputer;
  readonly version: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly rendererDir: string;
  readonly preloadPath: string;
  readonly assetsDir: string;
  /** The core behind the window; left out: that of this computer. */
  readonly openCore?: (computer: ThisComputer, version: string) => Promise<ScreenCore>;
}

const failureExitCode = 1;

/** Starts the app as a window, or shows the one that is there already. What keeps it from starting is shown by the system. */
export function startElectronApp(electron: ElectronApi, setup: ElectronSetup): void {
  try {
    const computer = setup.openComputer();
    const visits = prepare(electron, computer, setup);
    if (visits === null) {
      electron.app.exit(0);
      return;
    }
    electron.app
      .whenReady()
      .then(() => open(electron, { computer, setup, visits }))
      .catch((error: unknown) => {
        computer.logger.error({ error }, 'the window could not be opened');
        showFailure(electron, error, computer.platform.language);
      });
  } catch (error) {
    showFailure(electron, error, 'en');
  }
}

/** Everything that Electron wants to know before it is ready. Null when the app runs already. */
function prepare({ app, protocol }: ElectronApi, { platform }: ThisComputer, setup: ElectronSetup): Visits | null {
  app.enableSandbox();
  // One window a data folder, and all that Chromium keeps lies in it, too.
  app.setPath('userData', createPaths(platform.dataDir).windowProfileDir);
  if (platform.id === 'windows') app.setAppUserModelId('org.bigdatalab.app');
  registerScheme(protocol);
  return receiveVisits(app, setup.args, setup.cwd);
}

interface Opening {
  readonly computer: ThisComputer;
  readonly setup: ElectronSetup;
  readonly visits: Visits;
}

async function open(electron: ElectronApi, { computer, setup, visits }: Opening): Promise<void> {
  const { platform } = computer;
  const core = await (setup.openCore ?? openCore)(computer, setup.version);
  await runElectronShell({
    ...computer,
    ...setup,
    electron,
    core,
    visits,
    platformId: platform.id,
    windowPath: createPaths(platform.dataDir).windowFile,
    iconPath: join(setup.assetsDir, 'icon.png'),
    trayIconPath: join(setup.assetsDir, trayIconName(platform.id)),
  });
}

async function openCore(computer: ThisComputer, version: string): Promise<ScreenCore> {
  const { api, paths, terminals, files } = createCore(computer);
  const watchSleep = createSleepWatcher(computer);
  return openScreenCore({ ...computer, api, paths, terminals, files, version, watchSleep, mode: 'electron' });
}

/** macOS colours a template itself, to fit its menu bar. */
function trayIconName(platformId: PlatformId): string {
  return platformId === 'macos' ? 'trayTemplate.png' : 'tray.png';
}

function showFailure({ app, dialog }: ElectronApi, error: unknown, language: 'de' | 'en'): void {
  const t = createTranslator(language);
  const { message, hint } = viewOfError(error, t);
  dialog.showErrorBox(t('desktop.start-failed'), [message, hint].filter((text) => text !== '').join('\n\n'));
  app.exit(failureExitCode);
}
