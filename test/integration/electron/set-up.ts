import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { desktopBridgeKey, type DesktopBridge } from '../../../src-main/contract/desktop-bridge.ts';
import { screenResponseSchema, type ScreenMethodName } from '../../../src-main/contract/app-methods.ts';
import { envelopeSchema } from '../../../src-main/contract/envelope.ts';
import { coreEventSchema, type CoreEvent } from '../../../src-main/contract/events.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import type { PlatformId } from '../../../src-main/platform/platform-id.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { readThisPlatform } from '../../../src-main/platform/this-platform.ts';
import { startElectronApp } from '../../../src-main/shells/electron/start-electron-app.ts';
import { openScreenCore, type ScreenCore } from '../../../src-main/shells/screen/screen-core.ts';
import { createPaths, type DataPaths } from '../../../src-main/store/file-names.ts';
import type { TerminalService } from '../../../src-main/terminals/terminal-service.ts';
import { projectDir } from '../../../scripts/lib/toolchain.mjs';
import { createFakeCore, type FakeCore, type FakeCoreOptions } from '../../fakes/fake-core.ts';
import { createFakeElectron, type FakeElectron } from '../../fakes/fake-electron.ts';
import type { FakeContents, FakeFrame, FakeSender, FakeWindow } from '../../fakes/fake-electron-objects.ts';
import { createRecordingLogger, recordCalls } from '../../fakes/recording.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

export const builtPage = `<!doctype html>
<html><head><meta name="csp-nonce" content="" /></head><body>page</body></html>
`;

let preloadCode = '';

/** Builds the preload script as it is shipped, once for all tests of a file. */
export function usePreload(): void {
  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'bdl-preload-'));
    const vite = join(projectDir, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '--config', 'vite.preload.config.ts', '--outDir', dir, '--logLevel', 'warn'];
    const built = spawnSync(process.execPath, args, { cwd: projectDir, encoding: 'utf8' });
    expect(built.stderr + built.stdout).toBe('');
    preloadCode = await readFile(join(dir, 'preload.cjs'), 'utf8');
    await rm(dir, { recursive: true });
  }, 120_000);
  afterAll(() => {
    preloadCode = '';
  });
}

/** What a page in the window has. */
export interface FakePage {
  readonly bridge: DesktopBridge;
  /** Names in the page's `window` that were not there without the preload script. */
  readonly exposed: readonly string[];
}

/** Runs the built preload script beside a page, as Electron does in a sandbox: with nothing but `electron` to ask for. */
export function runPreload(
  ipc: FakeElectron['ipc'],
  contents: FakeContents,
  frame: () => FakeFrame | null = () => contents.mainFrame,
): FakePage {
  expect(preloadCode).not.toBe('');
  const exposed: Record<string, unknown> = {};
  const from = (): FakeSender => ({ sender: contents, senderFrame: frame() });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        exposed[name] = api;
      },
    },
    ipcRenderer: {
      on: (channel: string, listener: (...args: unknown[]) => void) =>
        contents.toPage.on(channel, (...args: readonly unknown[]) => listener({}, ...args)),
      send: (channel: string, message: unknown) => ipc.emit(channel, from(), structuredClone(message)),
      invoke: (channel: string, message: unknown) => ipc.invoke(channel, from(), message),
    },
  };
  const requireOnly = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`a preload script in a sandbox cannot ask for '${name}'`);
    return electron;
  };
  const run = runInThisContext(`(require, module, exports) => {${preloadCode}}`) as (...given: unknown[]) => void;
  run(requireOnly, { exports: {} }, {});
  return { bridge: exposed[desktopBridgeKey] as DesktopBridge, exposed: Object.keys(exposed) };
}

/** The window over the real services, with invented VMs and an invented Electron. */
export interface ElectronTrial extends FakeCore {
  readonly electron: FakeElectron;
  readonly core: ScreenCore;
  readonly paths: DataPaths;
  readonly window: FakeWindow;
  readonly page: FakePage;
  /** Methods of the API that were called: what refused messages must not add to. */
  readonly effects: readonly string[];
  readonly logged: readonly string[];
  /** When the core was told that the computer has woken up. */
  readonly wakeTimes: readonly number[];
  readonly call: (method: ScreenMethodName, body?: unknown) => Promise<unknown>;
  /** The code of the failure, or `ok`. */
  readonly codeOf: (call: unknown) => Promise<string>;
  readonly hear: () => CoreEvent[];
}

export interface ElectronTrialOptions extends Partial<Omit<FakeCoreOptions, 'paths' | 'clock'>> {
  readonly terminals?: TerminalService;
  readonly platformId?: PlatformId;
  readonly electron?: FakeElectron;
  readonly args?: readonly string[];
  readonly dir?: string;
  /** Left out: a page with nothing on it. */
  readonly rendererDir?: string;
}

async function writeBuiltScreens(dir: string): Promise<string> {
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'index.html'), builtPage);
  await writeFile(join(dir, 'assets', 'main-1a2b.js'), 'export {};\n');
  return dir;
}

/** Nothing goes on behind a test: its folder is removed after this. */
async function endCore(core: ScreenCore): Promise<void> {
  const running = (): ReturnType<ScreenCore['operations']['list']> =>
    core.operations.list().filter(({ endedAt }) => endedAt === null);
  for (const { id } of running()) core.operations.cancel(id);
  await vi.waitUntil(() => running().length === 0, { timeout: 30_000 });
  await core.close();
}

/** Starts the app as a window; ended after the test. */
export async function createElectronTrial(options: ElectronTrialOptions = {}): Promise<ElectronTrial> {
  const dir = options.dir ?? (await createTestDir());
  const paths = createPaths(join(dir, 'data'));
  const {
    electron = createFakeElectron(),
    terminals = null,
    platformId = 'linux',
    args = [],
    ...fakeOptions
  } = options;
  const fake = createFakeCore({ ...fakeOptions, paths, clock: systemClock });
  const effects: string[] = [];
  const logged: string[] = [];
  const logger = createRecordingLogger(logged);
  const cores: ScreenCore[] = [];
  const wakeTimes: number[] = [];
  const rendererDir = options.rendererDir ?? (await writeBuiltScreens(join(dir, 'renderer')));
  const platform = { ...readThisPlatform(), id: platformId, language: 'en' as const, dataDir: paths.dataDir };
  startElectronApp(electron.api, {
    openComputer: () => ({ platform, uid: 0, clock: systemClock, random: systemRandom, logger }),
    version: '0.0.0',
    args: ['bdl', ...args],
    cwd: dir,
    rendererDir,
    preloadPath: '/preload.cjs',
    assetsDir: '/assets',
    openCore: async (computer, version) => {
      const api = recordCalls(fake.api, effects);
      const core = await openScreenCore({
        ...computer,
        api,
        paths,
        version,
        mode: 'electron',
        terminals,
        files: fake.files,
        watchSleep: () => ({ noteResume: () => wakeTimes.push(Date.now()), stop: () => undefined }),
      });
      cores.push(core);
      return core;
    },
  });
  onTestFinished(async () => {
    for (const core of cores) await endCore(core);
  });
  await vi.waitFor(() => {
    expect(electron.trays[0]?.menu.length ?? 0).toBeGreaterThan(0);
    expect(electron.app.listenerCount('activate')).toBe(1);
  });
  const [window] = electron.windows;
  const [core] = cores;
  if (window === undefined || core === undefined) throw new Error('the window did not open');
  window.emit('ready-to-show');
  const page = runPreload(electron.ipc, window.webContents);
  effects.length = 0;
  let lastCallId = 1000;
  return {
    ...fake,
    electron,
    core,
    paths,
    window,
    page,
    effects,
    logged,
    wakeTimes,
    call: async (method, body = {}) => {
      lastCallId += 1;
      const answered = await page.bridge.request({ callId: lastCallId, method, body: JSON.stringify(body) });
      const answer = envelopeSchema.parse(answered);
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return screenResponseSchema(method).parse(answer.value);
    },
    codeOf: async (call) => {
      const request: unknown = page.bridge.request;
      const answered: unknown = await (request as (call: unknown) => Promise<unknown>)(call);
      const answer = envelopeSchema.parse(answered);
      return answer.ok ? 'ok' : answer.error.code;
    },
    hear: () => {
      const heard: CoreEvent[] = [];
      page.bridge.listen((event) => heard.push(coreEventSchema.parse(event)));
      return heard;
    },
  };
}
