import type { Translate } from '../../locales/translate.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { Electron } from './electron-api.ts';

type Item = Electron.MenuItemConstructorOptions;

/** What the entries of the menu do; everything else the system does by itself. */
export interface MenuActions {
  /** Shows a place of the app, as the address behind `#`. */
  readonly goTo: (place: string) => void;
  readonly openFile: () => void;
  readonly quit: () => void;
}

export interface MenuParts {
  readonly t: Translate;
  readonly platformId: PlatformId;
  readonly withDevTools: boolean;
  readonly actions: MenuActions;
}

/** The menu of the app in one language. Every entry says its words itself: Electron's own are English. */
export function menuItems(parts: MenuParts): readonly Item[] {
  const { t, platformId, actions } = parts;
  const isMac = platformId === 'macos';
  const help: Item = {
    label: t('desktop.menu-help'),
    role: 'help',
    submenu: [
      { label: t('desktop.menu-first-steps'), click: () => actions.goTo('/help') },
      { label: t('desktop.menu-diagnostics'), click: () => actions.goTo('/diagnostics') },
    ],
  };
  return [...(isMac ? [appMenu(parts)] : []), fileMenu(parts), editMenu(parts), viewMenu(parts), windowMenu(t), help];
}

const separator: Item = { type: 'separator' };

function appMenu({ t, actions }: MenuParts): Item {
  return {
    label: t('desktop.app-name'),
    submenu: [
      { label: t('desktop.menu-about'), role: 'about' },
      separator,
      settingsItem(t, actions),
      { label: t('desktop.menu-services'), role: 'services' },
      separator,
      { label: t('desktop.menu-hide'), role: 'hide' },
      { label: t('desktop.menu-hide-others'), role: 'hideOthers' },
      { label: t('desktop.menu-show-all'), role: 'unhide' },
      separator,
      quitItem(t, actions),
    ],
  };
}

function fileMenu({ t, platformId, actions }: MenuParts): Item {
  const isMac = platformId === 'macos';
  return {
    label: t('desktop.menu-file'),
    submenu: [
      { label: t('desktop.menu-new-lab'), click: () => actions.goTo('/new') },
      { label: t('desktop.menu-open'), click: actions.openFile },
      { label: t('desktop.menu-labs'), click: () => actions.goTo('/labs') },
      ...(isMac ? [] : [settingsItem(t, actions), separator, quitItem(t, actions)]),
    ],
  };
}

function settingsItem(t: Translate, { goTo }: MenuActions): Item {
  return { label: t('desktop.menu-settings'), accelerator: 'CmdOrCtrl+,', click: () => goTo('/settings') };
}

function quitItem(t: Translate, { quit }: MenuActions): Item {
  return { label: t('desktop.menu-quit'), accelerator: 'CmdOrCtrl+Q', click: quit };
}

/**
 * On Windows and Linux the keys of these entries are only shown: the page knows them anyway, and in a terminal Ctrl+C belongs to the
 * program that runs there.
 */
function editMenu({ t, platformId }: MenuParts): Item {
  const keys = platformId === 'macos' ? {} : { registerAccelerator: false };
  return {
    label: t('desktop.menu-edit'),
    submenu: [
      { label: t('desktop.menu-undo'), role: 'undo', ...keys },
      { label: t('desktop.menu-redo'), role: 'redo', ...keys },
      separator,
      { label: t('desktop.menu-cut'), role: 'cut', ...keys },
      { label: t('desktop.menu-copy'), role: 'copy', ...keys },
      { label: t('desktop.menu-paste'), role: 'paste', ...keys },
      { label: t('desktop.menu-select-all'), role: 'selectAll', ...keys },
    ],
  };
}

/** No key loads the page anew: Ctrl+R searches in the history of a shell. */
function viewMenu({ t, withDevTools }: MenuParts): Item {
  return {
    label: t('desktop.menu-view'),
    submenu: [
      { label: t('desktop.menu-reload'), role: 'reload', registerAccelerator: false },
      separator,
      { label: t('desktop.menu-zoom-in'), role: 'zoomIn' },
      { label: t('desktop.menu-zoom-out'), role: 'zoomOut' },
      { label: t('desktop.menu-zoom-reset'), role: 'resetZoom' },
      separator,
      { label: t('desktop.menu-full-screen'), role: 'togglefullscreen' },
      ...(withDevTools ? [{ label: t('desktop.menu-developer-tools'), role: 'toggleDevTools' } satisfies Item] : []),
    ],
  };
}

/** Ctrl+W deletes a word in a shell, so it closes no window. */
function windowMenu(t: Translate): Item {
  return {
    label: t('desktop.menu-window'),
    submenu: [
      { label: t('desktop.menu-minimize'), role: 'minimize', registerAccelerator: false },
      { label: t('desktop.menu-close'), role: 'close', registerAccelerator: false },
    ],
  };
}
