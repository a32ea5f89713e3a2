#!/usr/bin/env node
import { homedir, tmpdir, userInfo } from 'node:os';
import { createLogUpdate } from 'log-update';
import type { ApiHandlers } from './contract/methods.ts';
import { createTranslator } from './locales/translate.ts';
import { systemClock } from './platform/clock.ts';
import { readPlatform, type Platform } from './platform/platform.ts';
import type { CommandLine } from './process/command.ts';
import { printFailure } from './shells/cli/report.ts';
import { runCli } from './shells/cli/run-cli.ts';
import { createTerminal, type Terminal } from './shells/cli/terminal.ts';
import { version } from './version.ts';

const uid = process.getuid?.() ?? -1;

function readThisPlatform(): Platform {
  return readPlatform({
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    homeDir: homedir(),
    uid,
    userName: userInfo().username,
    tmpDir: tmpdir(),
    systemLocale: Intl.DateTimeFormat().resolvedOptions().locale,
  });
}

/** Everything behind the words is loaded by the first command that needs it; help and complaints come without. */
async function openApi(platform: Platform): Promise<ApiHandlers> {
  const [{ createCore }, { createFileLogger }, { systemRandom }, { createPaths }] = await Promise.all([
    import('./compose.ts'),
    import('./platform/file-logger.ts'),
    import('./platform/random.ts'),
    import('./store/file-names.ts'),
  ]);
  const logger = createFileLogger(createPaths(platform.dataDir).logFile);
  return createCore({ platform, uid, clock: systemClock, random: systemRandom, logger }).api;
}

async function main(terminal: Terminal): Promise<number> {
  const platform = readThisPlatform();
  const t = createTranslator(platform.language);
  const cancel = new AbortController();
  let isHandedOver = false;
  function onSignal(): void {
    // A program that has the terminal now (`ssh`) was sent the same signal and answers it.
    if (isHandedOver) return;
    terminal.note(t(cancel.signal.aborted ? 'cli.still-cancelling' : 'cli.cancelling'));
    cancel.abort();
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  async function handOver(command: CommandLine): Promise<number> {
    const { runInteractive } = await import('./process/interactive.ts');
    isHandedOver = true;
    try {
      return await runInteractive(command);
    } finally {
      isHandedOver = false;
    }
  }
  return runCli(
    {
      openApi: () => openApi(platform),
      t,
      terminal,
      clock: systemClock,
      signal: cancel.signal,
      version,
      dataDir: platform.dataDir,
      runInteractive: handOver,
    },
    process.argv.slice(2),
  );
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
