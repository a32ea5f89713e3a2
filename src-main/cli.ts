#!/usr/bin/env node
import { homedir, tmpdir, userInfo } from 'node:os';
import { createLogUpdate } from 'log-update';
import { createCore } from './compose.ts';
import { createTranslator } from './locales/translate.ts';
import { systemClock } from './platform/clock.ts';
import { createFileLogger } from './platform/file-logger.ts';
import { readPlatform } from './platform/platform.ts';
import { systemRandom } from './platform/random.ts';
import type { CommandLine } from './process/command.ts';
import { runInteractive } from './process/interactive.ts';
import { runCli } from './shells/cli/run-cli.ts';
import { createTerminal } from './shells/cli/terminal.ts';
import { createPaths } from './store/file-names.ts';
import { version } from './version.ts';

const uid = process.getuid?.() ?? -1;
const platform = readPlatform({
  env: process.env,
  platform: process.platform,
  arch: process.arch,
  homeDir: homedir(),
  uid,
  userName: userInfo().username,
  tmpDir: tmpdir(),
  systemLocale: Intl.DateTimeFormat().resolvedOptions().locale,
});
const t = createTranslator(platform.language);
const logger = createFileLogger(createPaths(platform.dataDir).logFile);
const { api, paths } = createCore({ platform, uid, clock: systemClock, random: systemRandom, logger });
const update = createLogUpdate(process.stderr, { showCursor: true });
const { stdin, stdout, stderr } = process;
const terminal = createTerminal({ stdin, stdout, stderr, update, isDumb: platform.env.TERM === 'dumb' });

const cancel = new AbortController();
let isHandedOver = false;
function onSignal(): void {
  // A program that has the terminal now (`ssh`) was sent the same signal and answers it.
  if (isHandedOver) return;
  terminal.note(t(cancel.signal.aborted ? 'cli.still-cancelling' : 'cli.cancelling'));
  cancel.abort();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

async function handOver(spec: CommandLine): Promise<number> {
  isHandedOver = true;
  try {
    return await runInteractive(spec);
  } finally {
    isHandedOver = false;
  }
}

process.exitCode = await runCli(
  {
    api,
    t,
    terminal,
    clock: systemClock,
    signal: cancel.signal,
    version,
    dataDir: paths.dataDir,
    runInteractive: handOver,
  },
  process.argv.slice(2),
);
