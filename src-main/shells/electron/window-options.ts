import type { Electron } from './electron-api.ts';
import type { WindowPlace } from './window-place.ts';

export interface WindowOptions {
  readonly place: WindowPlace;
  readonly preloadPath: string;
  readonly iconPath: string;
  /** Where the app is developed, its pages may be looked into. */
  readonly withDevTools: boolean;
}

/** Everything a window is opened with; what is said here about security is also the default, and must not depend on that. */
export function windowOptions(options: WindowOptions): Electron.BrowserWindowConstructorOptions {
  const { place, preloadPath, iconPath, withDevTools } = options;
  return {
    ...place.bounds,
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: 'Big Data Lab',
    icon: iconPath,
    backgroundColor: '#f4f7f6',
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      disableBlinkFeatures: 'Auxclick',
      safeDialogs: true,
      spellcheck: false,
      devTools: withDevTools,
    },
  };
}
