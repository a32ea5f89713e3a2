import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isOperationMethod, type ScreenMethodName } from '../../src-main/contract/app-methods.ts';
import { operationRecordSchema } from '../../src-main/contract/app-views.ts';
import type { CoreEvent } from '../../src-main/contract/events.ts';
import { createConsoleLogs } from '../../src-main/labs/console-logs.ts';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { createFileLogger } from '../../src-main/platform/file-logger.ts';
import { systemRandom } from '../../src-main/platform/random.ts';
import { ensureRuntimeDir } from '../../src-main/platform/runtime-dir.ts';
import { thisUid } from '../../src-main/platform/this-platform.ts';
import { traceCommands } from '../../src-main/process/trace.ts';
import { openScreenCore, type ScreenCore } from '../../src-main/shells/screen/screen-core.ts';
import { openWebServer, type WebServer } from '../../src-main/shells/web/web-server.ts';
import { runCli } from '../../src-main/shells/cli/run-cli.ts';
import { createPaths, type DataPaths } from '../../src-main/store/file-names.ts';
import { createTerminalService } from '../../src-main/terminals/create-terminal-service.ts';
import { createOpenConsole } from '../../src-main/terminals/open-console.ts';
import { createSshTargets } from '../../src-main/terminals/ssh-command.ts';
import type { TerminalService } from '../../src-main/terminals/terminal-service.ts';
import { createFakeCore, type FakeCore } from './fake-core.ts';
import { createFakePty } from './fake-pty.ts';
import { createFakeTerminal } from './fake-terminal.ts';

/** Something that left the core: where to, and all of it as text. */
export interface Heard {
  readonly where: string;
  readonly text: string;
}

/** Every service, browser mode, terminals and the command line in one process, with invented hypervisor, guests and images. */
export interface WholeApp extends Pick<FakeCore, 'driver' | 'deps'> {
  readonly core: ScreenCore;
  readonly paths: DataPaths;
  readonly rootDir: string;
  readonly runtimeDir: string;
  readonly server: WebServer;
  /** All that was handed to hypervisors and programs, and all that screens and users were told. */
  readonly heard: readonly Heard[];
  /** Methods that were called. */
  readonly called: ReadonlySet<ScreenMethodName>;
  /** Calls a method as a screen does; one that answers with an operation is over then. Answers the value, or the failure. */
  readonly call: (method: ScreenMethodName, body?: unknown) => Promise<unknown>;
  /** Runs the command line in English; answers the exit code. */
  readonly bdl: (...args: readonly string[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

const homeDir = '/home/anna';
const personal = { homeDir, userName: 'anna', hostName: 'annas-laptop' };

/** A folder with an `ssh` that is never started. */
async function makeProgramDir(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'ssh'), '#!/bin/sh\n');
  await chmod(join(dir, 'ssh'), 0o755);
  return dir;
}

function openTerminals(
  { deps }: FakeCore,
  programDir: string,
  note: (where: string, what: unknown) => void,
): TerminalService {
  const { store, paths, logger } = deps;
  const platform = {
    ...({ id: 'linux', architecture: 'amd64', language: 'en', dataDir: paths.dataDir, runtimeDir: '/run' } as const),
    ...personal,
    ...{ isRoot: false, proxy: { http: null, https: null, no: [] } },
    env: { PATH: programDir },
  };
  const findTarget = createSshTargets(async (nameOrId) => {
    const { labId, nodes } = (await store.findLab(nameOrId)).plan;
    return { labId, nodes: nodes.map(({ name }) => name), sshConfigFile: paths.sshConfigFile(labId) };
  }, platform);
  return createTerminalService({
    findTarget,
    startPty: (command) => {
      note('program in a terminal', command);
      const pty = createFakePty();
      return Promise.resolve({ ...pty, kill: () => pty.finish() });
    },
    openConsole: createOpenConsole(createConsoleLogs(deps), { clock: systemClock, logger, isWatchable: true }),
    ...{ random: systemRandom, clock: systemClock, logger },
  });
}

/** Waits for the end of an operation that a screen was told of. */
function endOf(events: readonly CoreEvent[], waiting: Set<() => void>, id: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const ended = events.some(
        (event) => event.type === 'operation' && event.operation.id === id && event.operation.endedAt !== null,
      );
      if (!ended) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

/** An operation tells its end before it lets go of its lab. */
async function untilLetGo({ labsDir }: DataPaths): Promise<void> {
  while ((await readdir(labsDir)).some((name) => name.endsWith('.lock'))) await wait(5);
}

/** Opens it in a folder, with the most talkative log. */
export async function openWholeApp(rootDir: string): Promise<WholeApp> {
  const paths = createPaths(join(rootDir, 'data'));
  const runtimeDir = join(rootDir, 'run');
  await ensureRuntimeDir(runtimeDir, thisUid);
  const heard: Heard[] = [];
  const note = (where: string, what: unknown): void => {
    heard.push({ where, text: typeof what === 'string' ? what : JSON.stringify(what) });
  };
  const logger = createFileLogger(paths.logFile, 'debug');
  const common = { clock: systemClock, random: systemRandom, logger };
  const fake = createFakeCore({
    ...common,
    paths,
    onDriverCall: (method, args) => note(`hypervisor: ${method}`, args),
  });
  const terminals = openTerminals(fake, await makeProgramDir(join(rootDir, 'bin')), note);
  const platform = { id: 'linux', language: 'en', ...personal } as const;
  const core = await openScreenCore({
    ...{ ...common, api: fake.api, paths, platform, terminals, files: fake.files },
    ...{ version: '0.0.0', mode: 'web' },
  });
  const rendererDir = join(rootDir, 'screens');
  await mkdir(rendererDir, { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), '<meta name="csp-nonce" content="" />');
  const server = await openWebServer({ ...common, core, rendererDir, port: null });
  const events: CoreEvent[] = [];
  const waiting = new Set<() => void>();
  core.events.connect((event) => {
    events.push(event);
    note('event', event);
    for (const look of [...waiting]) look();
  });
  const called = new Set<ScreenMethodName>();
  const { signal } = new AbortController();
  return {
    ...{ core, paths, rootDir, runtimeDir, server, heard, called, driver: fake.driver, deps: fake.deps },
    call: async (method, body = {}) => {
      called.add(method);
      const envelope = await traceCommands(
        ({ line }) => note('program', line),
        () => core.dispatch({ method, body, signal }),
      );
      note(`answer: ${method}`, envelope);
      if (!envelope.ok) return envelope.error;
      if (isOperationMethod(method)) {
        await endOf(events, waiting, operationRecordSchema.parse(envelope.value).id);
        await untilLetGo(paths);
      }
      return envelope.value;
    },
    bdl: async (...args) => {
      const terminal = createFakeTerminal({ answers: [], isInteractive: false });
      const exitCode = await runCli(
        {
          openApi: () => Promise.resolve(fake.api),
          openFiles: () => Promise.resolve(fake.files),
          t: createTranslator('en'),
          ...{ terminal, clock: systemClock, signal, version: '0.0.0', dataDir: paths.dataDir, personal },
          runInteractive: (command) => {
            note('program with the terminal', command);
            return Promise.resolve(0);
          },
          openApp: () => Promise.reject(new Error('no app is opened here')),
          serve: () => Promise.reject(new Error('nothing is served here')),
        },
        args,
      );
      note(`bdl ${args[0] ?? ''}`, `${terminal.stdout()}\n${terminal.stderr()}`);
      return exitCode;
    },
    close: async () => {
      await server.close();
      logger.close();
    },
  };
}
