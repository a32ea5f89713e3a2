import { EventEmitter } from 'node:events';
import type { Electron } from '../../src-main/shells/electron/electron-api.ts';

/** The objects of Electron 45 that the window uses, written after its typings; nothing of it was recorded. */

/** An event that can be prevented, with whatever else it tells. */
export function fakeEvent<T extends object>(details: T): T & { defaultPrevented: boolean; preventDefault: () => void } {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}

export interface FakeFrame {
  readonly url: string;
  readonly parent: FakeFrame | null;
}

let lastContentsId = 0;

/** A page as main sees it; `toPage` carries what main sends there. */
export class FakeContents extends EventEmitter {
  readonly id = (lastContentsId += 1);
  readonly toPage = new EventEmitter();
  url = '';
  isGone = false;
  reloads = 0;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  reload(): void {
    this.reloads += 1;
  }
  send(channel: string, ...args: readonly unknown[]): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    this.toPage.emit(channel, ...args.map((arg) => structuredClone(arg)));
  }
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
  get mainFrame(): FakeFrame {
    return { url: this.url, parent: null };
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  visible = false;
  minimized = false;
  maximized = false;
  bounds: Electron.Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
  }
  loadURL(url: string): Promise<void> {
    const isSameDocument = url.split('#')[0] === this.webContents.url.split('#')[0] && url.includes('#');
    this.loaded.push(url);
    this.webContents.url = url;
    this.webContents.emit('did-start-navigation', fakeEvent({ url, isMainFrame: true, isSameDocument }));
    return Promise.resolve();
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {
    this.emit('focus');
  }
  isVisible(): boolean {
    return this.visible;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }
}

export interface FakeSender {
  readonly sender: FakeContents;
  readonly senderFrame: FakeFrame | null;
}

type Handler = (event: unknown, ...args: readonly unknown[]) => unknown;

/** Main's end of the channels. Messages are cloned on the way, as between processes. */
export class FakeIpc extends EventEmitter {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }
  async invoke(channel: string, sender: FakeSender, message: unknown): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await handler(sender, structuredClone(message)));
  }
}

export class FakeTray extends EventEmitter {
  menu: readonly Electron.MenuItemConstructorOptions[] = [];
  toolTip = '';
  isDestroyed = false;
  readonly iconPath: string;

  constructor(iconPath: string) {
    super();
    this.iconPath = iconPath;
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: readonly Electron.MenuItemConstructorOptions[]): void {
    this.menu = menu;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

export class FakeApp extends EventEmitter {
  isPackaged = true;
  isFirst = true;
  isSandboxed = false;
  readonly paths = new Map<string, string>();
  exitCode: number | null = null;

  enableSandbox(): void {
    this.isSandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return this.isFirst;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  setAppUserModelId(): void {
    // Only Windows minds.
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  exit(code: number): void {
    this.exitCode = code;
    this.emit('exited', code);
  }
}

export class FakeSession extends EventEmitter {
  permissionRequest: ((contents: FakeContents, permission: string, answer: (granted: boolean) => void) => void) | null =
    null;
  permissionCheck: ((contents: null, permission: string, origin: string) => boolean) | null = null;
  device: (() => boolean) | null = null;
  displayMedia: ((request: object, answer: (streams: object) => void) => void) | null = null;
  beforeRequest: ((details: { url: string }, answer: (response: { cancel: boolean }) => void) => void) | null = null;
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<FakeSession['beforeRequest']>): void => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: FakeSession['device']): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: FakeSession['displayMedia']): void {
    this.displayMedia = handler;
  }
}
