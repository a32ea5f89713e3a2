import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { findRendererDir } from './platform/renderer-dir.ts';
import { openThisComputer } from './platform/this-computer.ts';
import { readThisPlatform } from './platform/this-platform.ts';
import { startElectronApp } from './shells/electron/start-electron-app.ts';
import { version } from './version.ts';

/** The app as a window. The only file that Electron itself starts, and the only one that imports it. */
const electron = { app, BrowserWindow, dialog, ipcMain, Menu, powerMonitor, protocol, screen, session, shell, Tray };
const distDir = join(import.meta.dirname, '..');

startElectronApp(electron, {
  openComputer: () => openThisComputer(readThisPlatform()),
  version,
  args: process.argv,
  cwd: process.cwd(),
  rendererDir: findRendererDir(import.meta.dirname),
  preloadPath: join(distDir, 'preload', 'preload.cjs'),
  assetsDir: join(distDir, '..', 'assets'),
});
