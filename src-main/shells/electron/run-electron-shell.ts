import { resolve } from 'node:path';
import type { Logger } from '../../platform/logger.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { Random } from '../../platform/random.ts';
import { hasEnded } from '../../operations/registry.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import { readStaticFiles } from '../screen/static-files.ts';
import { serveScreens } from './app-scheme.ts';
import { createBridge } from './bridge.ts';
import { createDialogs, type Dialogs } from './dialogs.ts';
import type { ElectronApi } from './electron-api.ts';
import { guardSession } from './guard-session.ts';
import { openMainWindow, type MainWindow } from './main-window.ts';
import { menuItems } from './menu.ts';
import { openSpecFile } from './spec-files.ts';
import { openTray } from './tray.ts';
import type { Visits } from './visits.ts';

/** What a window over a core is opened with. */
export interface ElectronShellParts {
  readonly electron: ElectronApi;
  readonly core: ScreenCore;
  readonly platformId: PlatformId;
  readonly random: Random;
  readonly logger: Logger;
  /** Holds the built screens. */
  readonly rendererDir: string;
  readonly preloadPath: string;
  readonly iconPath: string;
  readonly trayIconPath: string;
  readonly windowPath: string;
  /** Other starts of the program, and files that were opened with it. */
  readonly visits: Visits;
}

/** A window, its menu and the icon beside the clock. */
export interface ElectronShell {
  readonly main: MainWindow;
  /** Asks where something is still going on, and ends the program. */
  readonly quit: () => Promise<void>;
}

/** Opens the window; the program ends itself when the user quits. Throws `screens-not-built`. */
export async function runElectronShell(parts: ElectronShellParts): Promise<ElectronShell> {
  const { electron, core, platformId, logger, visits } = parts;
  const files = await readStaticFiles(parts.rendererDir);
  guardSession(electron.session.defaultSession, logger);
  serveScreens(electron.protocol, { ...parts, files });
  const bridge = createBridge({ ipcMain: electron.ipcMain, core, logger });
  const state: { main: MainWindow | null; isLeaving: boolean } = { main: null, isLeaving: false };
  const dialogs = createDialogs({
    dialog: electron.dialog,
    words: core.words,
    window: () => (state.main?.window.isVisible() === true ? state.main.window : null),
  });
  const leave = createLeave({ parts, dialogs, state });
  function quit(): void {
    attempt(leave.quit(), 'the program could not be ended', logger);
  }
  const withDevTools = !electron.app.isPackaged;
  const main = await openMainWindow({
    ...parts,
    bridge,
    dialogs,
    withDevTools,
    placePath: parts.windowPath,
    mayClose: () => {
      if (state.isLeaving) return true;
      // On macOS an app outlives its window, and its icon brings the window back.
      if (platformId === 'macos') state.main?.window.hide();
      else quit();
      return false;
    },
    onGiveUp: quit,
  });
  state.main = main;
  const openFile = createOpenFile(parts, dialogs, main);
  drawMenu(parts, { goTo: main.goTo, quit, openFile: () => openFile(null) });
  const closeTray = await openTray({
    ...parts,
    iconPath: parts.trayIconPath,
    actions: { show: main.show, goTo: main.goTo, quit },
    onFailure: (message, hint) => attempt(dialogs.tell(message, hint), 'a question could not be asked', logger),
  });
  leave.onLeave(closeTray);
  electron.app.on('before-quit', (event) => {
    if (state.isLeaving) return;
    event.preventDefault();
    quit();
  });
  electron.app.on('activate', main.show);
  electron.powerMonitor.on('resume', core.noteResume);
  electron.app.on('window-all-closed', () => undefined);
  visits.receive({ show: main.show, openFile: (path) => openFile(path) });
  return { main, quit: leave.quit };
}

function attempt(work: Promise<unknown>, what: string, logger: Logger): void {
  work.catch((error: unknown) => logger.error({ error }, what));
}

interface LeaveParts {
  readonly parts: ElectronShellParts;
  readonly dialogs: Dialogs;
  readonly state: { readonly main: MainWindow | null; isLeaving: boolean };
}

interface Leave {
  readonly quit: () => Promise<void>;
  readonly onLeave: (work: () => void) => void;
}

/** The way out: once, after a question where something is going on. Operations are not cancelled; they can be gone on with. */
function createLeave({ parts: { core, electron }, dialogs, state }: LeaveParts): Leave {
  const works: (() => void)[] = [];
  let asking: Promise<void> | null = null;
  async function askAndLeave(): Promise<void> {
    const busy = core.operations.list().filter((operation) => !hasEnded(operation));
    const answer = busy.length === 0 ? 'quit' : await dialogs.askToQuit(busy);
    await state.main?.keepPlace();
    if (answer === 'background') state.main?.window.hide();
    if (answer !== 'quit') return;
    state.isLeaving = true;
    for (const work of works) work();
    await core.close();
    electron.app.exit(0);
  }
  return {
    onLeave: (work) => works.push(work),
    quit: () =>
      (asking ??= askAndLeave().finally(() => {
        asking = null;
      })),
  };
}

/** Puts a description of a lab into the wizard; null asks which. */
function createOpenFile(
  { core, logger }: ElectronShellParts,
  dialogs: Dialogs,
  main: MainWindow,
): (path: string | null) => void {
  async function work(path: string | null): Promise<void> {
    main.show();
    const chosen = path ?? (await dialogs.chooseFile());
    if (chosen === null) return;
    if (await openSpecFile(resolve(chosen), core, dialogs)) main.goTo('/new', { anew: true });
  }
  return (path) => attempt(work(path), 'a description could not be opened', logger);
}

/** The menu in the language of the moment. */
function drawMenu(
  { electron, core, platformId }: ElectronShellParts,
  actions: Parameters<typeof menuItems>[0]['actions'],
): void {
  let language: string | null = null;
  function draw(): void {
    if (core.language() === language) return;
    language = core.language();
    const items = menuItems({ t: core.words(), platformId, withDevTools: !electron.app.isPackaged, actions });
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate([...items]));
  }
  core.events.watch((event) => {
    if (event.type === 'settings-changed') draw();
  });
  draw();
}
