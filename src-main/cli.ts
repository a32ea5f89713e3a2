#!/usr/bin/env node
import { homedir, tmpdir, userInfo } from 'node:os';
import { createLogUpdate } from 'log-update';
import { createCore } from './compose.ts';
import { createTranslator } from './locales/translate.ts';
import { systemClock } from './platform/clock.ts';
import { createFileLogger } from './platform/file-logger.ts';
import { readPlatform } from './platform/platform.ts';
import { systemRandom } from './platform/random.ts';
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
const terminal = createTerminal({ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, update });

const cancel = new AbortController();
function onSignal(): void {
  terminal.redraw('');
  terminal.note(t(cancel.signal.aborted ? 'cli.still-cancelling' : 'cli.cancelling'));
  cancel.abort();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

process.exitCode = await runCli(
  { api, t, terminal, clock: systemClock, signal: cancel.signal, version, dataDir: paths.dataDir, runInteractive },
  process.argv.slice(2),
);
