import type * as Electron from 'electron';

/**
 * What the window is made with. Everything in this folder gets it as a parameter: only the entry imports Electron, and tests pass
 * another one.
 */
export type ElectronApi = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'powerMonitor'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>;
export type { Electron };
