#!/usr/bin/env node
import { createLogUpdate } from 'log-update';
import type { Core } from './compose.ts';
import { createTranslator, type Translate } from './locales/translate.ts';
import { systemClock } from './platform/clock.ts';
import { onEndSignal } from './platform/end-signals.ts';
import type { Platform } from './platform/platform.ts';
import { findRendererDir } from './platform/renderer-dir.ts';
import { readThisPlatform } from './platform/this-platform.ts';
import type { CommandSpec } from './process/command.ts';
import { printFailure } from './shells/cli/report.ts';
import { runCli } from './shells/cli/run-cli.ts';
import { createTerminal, type Terminal } from './shells/cli/terminal.ts';
import type { ServeOptions } from './shells/web/serve-options.ts';
import { version } from './version.ts';

/** Everything behind the words is loaded by the first command that needs it; help and complaints come without. */
async function openCore(platform: Platform): Promise<Core> {
  const [{ createCore }, { openThisComputer }] = await Promise.all([
    import('./compose.ts'),
    import('./platform/this-computer.ts'),
  ]);
  return createCore(openThisComputer(platform));
}

/** Operations may be under way behind screens that are gone: they must not keep the process. */
const leave = { now: false };

interface Ways {
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly handOver: (command: CommandSpec) => Promise<number>;
  readonly serve: (options: ServeOptions) => Promise<number>;
}

/** Opens the app in a window where there can be one, else in the browser, and says which and why. */
async function openApp(platform: Platform, { terminal, t, handOver, serve }: Ways): Promise<number> {
  const { findWindowOfApp } = await import('./platform/window-of-app.ts');
  const { obstacle, electronPath, appDir } = findWindowOfApp(platform, import.meta.dirname);
  if (obstacle !== null) {
    terminal.note(t('cli.app-in-browser', { reason: t(`cli.app-${obstacle}`) }));
    return serve({ port: null, open: true, json: false });
  }
  terminal.note(t('cli.app-in-window'));
  // Set by other programs that are made with Electron, it would turn the window into a Node.
  return handOver({ program: electronPath, args: [appDir], env: { ELECTRON_RUN_AS_NODE: '' } });
}

async function main(terminal: Terminal): Promise<number> {
  const platform = readThisPlatform();
  const t = createTranslator(platform.language);
  const cancel = new AbortController();
  let isHandedOver = false;
  let core: Core | null = null;
  async function open(): Promise<Core> {
    core ??= await openCore(platform);
    return core;
  }
  function onSignal(): void {
    // A program that has the terminal now (`ssh`) was sent the same signal and answers it.
    if (isHandedOver) return;
    terminal.note(t(cancel.signal.aborted ? 'cli.still-cancelling' : 'cli.cancelling'));
    cancel.abort();
  }
  onEndSignal(onSignal);
  async function handOver(command: CommandSpec): Promise<number> {
    const { runInteractive } = await import('./process/interactive.ts');
    isHandedOver = true;
    try {
      return await runInteractive(command, { platformId: platform.id, env: platform.env });
    } finally {
      isHandedOver = false;
    }
  }
  async function serve(options: ServeOptions): Promise<number> {
    const [web, { openThisComputer }] = await Promise.all([
      import('./shells/web/serve.ts'),
      import('./platform/this-computer.ts'),
    ]);
    isHandedOver = true;
    leave.now = true;
    const rendererDir = findRendererDir(import.meta.dirname);
    const setup = { ...openThisComputer(platform), terminal, version, rendererDir, onSignal: onEndSignal };
    return web.serve(setup, options);
  }
  return runCli(
    {
      openApi: async () => (await open()).api,
      openFiles: async () => (await open()).files,
      t,
      terminal,
      clock: systemClock,
      signal: cancel.signal,
      version,
      dataDir: platform.dataDir,
      personal: { homeDir: platform.homeDir, userName: platform.userName, hostName: platform.hostName },
      runInteractive: handOver,
      openApp: () => openApp(platform, { terminal, t, handOver, serve }),
      serve,
    },
    process.argv.slice(2),
  ).finally(() => core?.close());
}

const { stdin, stdout, stderr } = process;
const update = createLogUpdate(stderr, { showCursor: true });
const terminal = createTerminal({ stdin, stdout, stderr, update, isDumb: process.env.TERM === 'dumb' });
try {
  process.exitCode = await main(terminal);
} catch (error) {
  // Before the language is known: a computer that this program does not run on.
  process.exitCode = printFailure({ t: createTranslator('en'), terminal }, {}, error);
}
if (leave.now) process.exit();
