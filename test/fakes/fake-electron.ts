import { EventEmitter } from 'node:events';
import type { Electron, ElectronApi } from '../../src-main/shells/electron/electron-api.ts';
import { FakeApp, FakeIpc, FakeSession, FakeTray, FakeWindow } from './fake-electron-objects.ts';

type Box = Electron.MessageBoxOptions;

/** Everything a test can see and do from outside. */
export interface FakeElectron {
  readonly api: ElectronApi;
  readonly app: FakeApp;
  readonly powerMonitor: EventEmitter;
  readonly ipc: FakeIpc;
  readonly session: FakeSession;
  readonly windows: readonly FakeWindow[];
  readonly trays: readonly FakeTray[];
  /** The menu of the app, as it is now. */
  readonly menu: () => readonly Electron.MenuItemConstructorOptions[];
  readonly boxes: readonly Box[];
  /** How the next questions are answered, by the place of the button; without any: as by the Escape key. */
  readonly answers: number[];
  readonly chosenFiles: string[];
  readonly errorBoxes: readonly { readonly title: string; readonly content: string }[];
  readonly openedOutside: readonly string[];
  readonly schemes: readonly Electron.CustomScheme[];
  /** What is answered at an address. */
  readonly load: (url: string, method?: string) => Promise<Response>;
}

export interface FakeElectronOptions {
  readonly displays?: readonly Electron.Rectangle[];
}

export function createFakeElectron({ displays }: FakeElectronOptions = {}): FakeElectron {
  const windows: FakeWindow[] = [];
  const trays: FakeTray[] = [];
  const boxes: Box[] = [];
  const answers: number[] = [];
  const chosenFiles: string[] = [];
  const errorBoxes: { title: string; content: string }[] = [];
  const openedOutside: string[] = [];
  const schemes: Electron.CustomScheme[] = [];
  const protocols = new Map<string, (request: Request) => Response | Promise<Response>>();
  const app = new FakeApp();
  const powerMonitor = new EventEmitter();
  const ipc = new FakeIpc();
  const session = new FakeSession();
  let menu: readonly Electron.MenuItemConstructorOptions[] = [];
  const workAreas = displays ?? [{ x: 0, y: 0, width: 1920, height: 1040 }];
  const api = {
    app,
    powerMonitor,
    ipcMain: ipc,
    session: { defaultSession: session },
    BrowserWindow: class extends FakeWindow {
      constructor(options: Electron.BrowserWindowConstructorOptions) {
        super(options);
        windows.push(this);
      }
    },
    Tray: class extends FakeTray {
      constructor(iconPath: string) {
        super(iconPath);
        trays.push(this);
      }
    },
    Menu: {
      buildFromTemplate: (items: readonly Electron.MenuItemConstructorOptions[]) => items,
      setApplicationMenu: (items: readonly Electron.MenuItemConstructorOptions[]) => {
        menu = items;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (given: readonly Electron.CustomScheme[]) => schemes.push(...given),
      handle: (scheme: string, handler: (request: Request) => Response) => protocols.set(scheme, handler),
    },
    screen: { getAllDisplays: () => workAreas.map((workArea) => ({ workArea })) },
    shell: {
      openExternal: (url: string) => {
        openedOutside.push(url);
        return Promise.resolve();
      },
    },
    dialog: {
      showMessageBox: (...args: readonly unknown[]) => {
        const box = args.at(-1) as Box;
        boxes.push(box);
        return Promise.resolve({ response: answers.shift() ?? box.cancelId ?? 0, checkboxChecked: false });
      },
      showOpenDialog: () => Promise.resolve({ canceled: chosenFiles.length === 0, filePaths: chosenFiles.splice(0) }),
      showErrorBox: (title: string, content: string) => errorBoxes.push({ title, content }),
    },
  };
  return {
    api: api as unknown as ElectronApi,
    app,
    powerMonitor,
    ipc,
    session,
    windows,
    trays,
    menu: () => menu,
    boxes,
    answers,
    chosenFiles,
    errorBoxes,
    openedOutside,
    schemes,
    load: async (url, method = 'GET') => {
      const handler = protocols.get(new URL(url).protocol.slice(0, -1));
      if (handler === undefined) throw new Error(`nobody answers at ${url}`);
      // Node's own Request knows no scheme but those of the web.
      return handler({ url, method } as unknown as Request);
    },
  };
}
