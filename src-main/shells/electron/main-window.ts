import { z } from 'zod';
import type { Logger } from '../../platform/logger.ts';
import { readJsonFile, writeJsonFile } from '../../store/json-file.ts';
import { pageUrl } from './app-scheme.ts';
import type { Bridge } from './bridge.ts';
import type { Dialogs } from './dialogs.ts';
import type { Electron, ElectronApi } from './electron-api.ts';
import { guardContents } from './guard-contents.ts';
import { placeWindow, windowPlaceSchema, type WindowPlace } from './window-place.ts';
import { windowOptions } from './window-options.ts';

export interface MainWindowParts {
  readonly electron: Pick<ElectronApi, 'BrowserWindow' | 'screen' | 'shell'>;
  readonly bridge: Bridge;
  readonly dialogs: Dialogs;
  readonly preloadPath: string;
  readonly iconPath: string;
  readonly withDevTools: boolean;
  /** Where it is kept how the window stood. */
  readonly placePath: string;
  /** Asked when the window is to be closed; true lets it go. */
  readonly mayClose: () => boolean;
  /** The user wants to quit after a crash of the page. */
  readonly onGiveUp: () => void;
  readonly logger: Logger;
}

/** The one window. */
export interface MainWindow {
  readonly window: Electron.BrowserWindow;
  readonly show: () => void;
  /** Shows a place of the app, as the address behind `#`. `anew`: whatever the page knew is asked for again. */
  readonly goTo: (place: string, options?: { readonly anew: boolean }) => void;
  /** Keeps how the window stands. Throws nothing: where that fails, the window opens in the middle the next time. */
  readonly keepPlace: () => Promise<void>;
}

const storedSchema = z.strictObject({ schemaVersion: z.literal(1), place: windowPlaceSchema });

/** Opens the window where it was the last time. */
export async function openMainWindow(parts: MainWindowParts): Promise<MainWindow> {
  const { electron, bridge, dialogs, placePath, logger } = parts;
  const workAreas = electron.screen.getAllDisplays().map(({ workArea }) => workArea);
  const place = placeWindow(await readPlace(placePath, logger), workAreas);
  const window = new electron.BrowserWindow(windowOptions({ ...parts, place }));
  const { webContents } = window;

  function note(work: Promise<unknown>, what: string): void {
    work.catch((error: unknown) => logger.error({ error }, what));
  }
  function open(url: string): void {
    note(electron.shell.openExternal(url), 'an address could not be opened');
  }
  async function ask(url: string): Promise<void> {
    if (await dialogs.confirmLink(url)) open(url);
  }
  function show(): void {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }
  bridge.admit(webContents);
  guardContents(webContents, { open, ask: (url) => note(ask(url), 'a question could not be asked'), logger });
  recover(parts, window);
  window.on('close', (event) => {
    if (!parts.mayClose()) event.preventDefault();
  });
  window.once('ready-to-show', () => {
    if (place.isMaximized) window.maximize();
    window.show();
  });
  note(window.loadURL(pageUrl), 'the page could not be loaded');
  let visits = 0;
  return {
    window,
    show,
    goTo: (wanted, { anew } = { anew: false }) => {
      visits += 1;
      // Another query is another document; another place behind `#` alone is not.
      if (anew) note(window.loadURL(`${pageUrl}?visit=${String(visits)}#${wanted}`), 'the page could not be loaded');
      else note(window.loadURL(`${withoutHash(webContents.getURL())}#${wanted}`), 'the page could not be loaded');
      show();
    },
    keepPlace: async () => {
      const place = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
      try {
        await writeJsonFile(placePath, storedSchema, { schemaVersion: 1, place });
      } catch (error) {
        logger.warn({ error }, 'how the window stands could not be kept');
      }
    },
  };
}

function withoutHash(url: string): string {
  return url === '' ? pageUrl : url.replace(/#.*$/s, '');
}

async function readPlace(path: string, logger: Logger): Promise<WindowPlace | null> {
  try {
    return (await readJsonFile(path, storedSchema))?.place ?? null;
  } catch (error) {
    logger.warn({ error }, 'how the window stood is not known');
    return null;
  }
}

/** A page that crashed takes nothing with it: it is loaded again, once the user has read so. */
function recover({ dialogs, onGiveUp, logger }: MainWindowParts, window: Electron.BrowserWindow): void {
  async function offer(reason: string): Promise<void> {
    if (await dialogs.offerReload(reason)) window.webContents.reload();
    else onGiveUp();
  }
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    logger.error({ reason, exitCode }, 'the page has crashed');
    offer(reason).catch((error: unknown) => logger.error({ error }, 'the page could not be loaded again'));
  });
}
