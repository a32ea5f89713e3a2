/**
 * `node scripts/app-on-fakes.ts [--scenario FILE] [--port N] [--data DIR] [--json] [--no-build]`: serves the built screens on the real services
 * with invented hypervisor, images and guests, for looking at screens and for tests in a browser. What happens is in the scenario,
 * whose shape is in test/fakes/scenario.ts. Without `--data` everything is forgotten at the end.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src-main/platform/clock.ts';
import { onEndSignal } from '../src-main/platform/end-signals.ts';
import { createSleepWatcher } from '../src-main/platform/host-sleep.ts';
import { silentLogger } from '../src-main/platform/logger.ts';
import { systemRandom } from '../src-main/platform/random.ts';
import { readThisPlatform } from '../src-main/platform/this-platform.ts';
import { openScreenCore } from '../src-main/shells/screen/screen-core.ts';
import { runWebShell } from '../src-main/shells/web/run-web-shell.ts';
import { parsePort } from '../src-main/shells/web/serve-options.ts';
import { createPaths } from '../src-main/store/file-names.ts';
import { version } from '../src-main/version.ts';
import { createLocalTerminals } from '../test/fakes/local-terminals.ts';
import { playScenario } from '../test/fakes/play-scenario.ts';
import { scenarioSchema } from '../test/fakes/scenario.ts';
import { ensureScreensBuilt } from './lib/build.mjs';
import { projectDir } from './lib/toolchain.mjs';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});
const scenarioText = values.scenario === undefined ? '{}' : await readFile(values.scenario, 'utf8');
const scenario = scenarioSchema.parse(JSON.parse(scenarioText));
const rendererDir = values['no-build'] ? join(projectDir, 'dist', 'renderer') : ensureScreensBuilt();
const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'bdl-on-fakes-')));
const platform = readThisPlatform();
const paths = createPaths(dataDir);
const common = { clock: systemClock, random: systemRandom, logger: silentLogger };
const { api, deps, files } = await playScenario(paths, scenario, systemClock);
const core = await openScreenCore({
  ...common,
  api,
  paths,
  files,
  platform: {
    id: platform.id,
    language: scenario.language,
    homeDir: '/home/anna',
    userName: 'anna',
    hostName: 'annas-laptop',
  },
  version,
  mode: 'web',
  watchSleep: createSleepWatcher(common),
  terminals: createLocalTerminals(deps, platform, systemClock),
});
if (scenario.slept !== undefined) core.noteResume();
const exitCode = await runWebShell({
  ...common,
  core,
  rendererDir,
  port: parsePort(values.port),
  json: values.json,
  openBrowser: null,
  onSignal: onEndSignal,
  terminal: {
    print: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
  },
});
if (values.data === undefined) await rm(dataDir, { recursive: true, force: true });
process.exit(exitCode);
