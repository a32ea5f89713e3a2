import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { failureViewSchema } from '../../../src-main/contract/envelope.ts';
import { labViewSchema, type LabView } from '../../../src-main/contract/lab-views.ts';
import type { ApiHandlers } from '../../../src-main/contract/methods.ts';
import type { LabDeps } from '../../../src-main/labs/context.ts';
import { createTranslator, type Language } from '../../../src-main/locales/translate.ts';
import type { CommandLine } from '../../../src-main/process/command.ts';
import { runCli } from '../../../src-main/shells/cli/run-cli.ts';
import { createPaths, type DataPaths } from '../../../src-main/store/file-names.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeCore, type FakeCoreOptions } from '../../fakes/fake-core.ts';
import type { FakeDriver, FakeDriverOptions } from '../../fakes/fake-driver.ts';
import type { FakeGuestControls, FakeGuestsOptions } from '../../fakes/fake-guest.ts';
import type { FakeImageControls } from '../../fakes/fake-images.ts';
import { createFakeTerminal } from '../../fakes/fake-terminal.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

export { roomyHost } from '../../fakes/fake-core.ts';

/** How one command line ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line is run with besides its words. */
export interface RunOptions {
  /** Answers to questions, in order; `null`: nobody is there. Default: nobody. */
  readonly answers?: readonly (string | null)[];
  readonly signal?: AbortSignal;
  readonly isInteractive?: boolean;
}

export interface TrialOptions {
  readonly language?: Language;
  readonly host?: FakeCoreOptions['host'];
  readonly driver?: Omit<FakeDriverOptions, 'clock'>;
  readonly answer?: FakeGuestsOptions['answer'];
  readonly skewSeconds?: FakeGuestsOptions['skewSeconds'];
  /** How a program that is handed the terminal ends; default 0. */
  readonly sshExitCode?: number;
  /** Time a guest needs from power-on to ready; default 0. */
  readonly bootMs?: number;
  /** Time a guest is given for its own shutdown; default 60 s. */
  readonly stopGraceMs?: number;
}

/** The command line on the real services, with invented hypervisor, guests and images, in a data folder of its own. */
export interface Trial {
  readonly paths: DataPaths;
  readonly deps: LabDeps;
  readonly api: ApiHandlers;
  readonly driver: FakeDriver;
  readonly guests: FakeGuestControls;
  readonly images: FakeImageControls;
  readonly clock: FakeClock;
  /** Programs that were handed the terminal. */
  readonly handedOver: readonly CommandLine[];
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** Runs words without options, expects exit code 0, and answers stdout. */
  readonly ok: (...args: readonly string[]) => Promise<string>;
  readonly status: (...labs: readonly string[]) => Promise<LabView>;
  /** Every file and folder of the data folder, sorted; the log left out. */
  readonly tree: () => Promise<readonly string[]>;
  /** What another run of the program, after this one's process is gone, would be. VMs and files are still there. */
  readonly restart: (options?: TrialOptions) => Trial;
}

/** How the app ends in a trial, which opens none. */
export const appExitCode = 7;

/** Opens a trial on a new folder, removed after the test. */
export async function createTrial(options: TrialOptions = {}): Promise<Trial> {
  return openTrial(createPaths(join(await createTestDir(), 'data')), options);
}

function openTrial(paths: DataPaths, options: TrialOptions): Trial {
  const clock = createFakeClock();
  const { deps, api, driver, guests, images, files } = createFakeCore({
    paths,
    clock,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.driver === undefined ? {} : { driver: options.driver }),
    ...(options.stopGraceMs === undefined ? {} : { stopGraceMs: options.stopGraceMs }),
    guests: {
      bootMs: options.bootMs ?? 0,
      ...(options.answer === undefined ? {} : { answer: options.answer }),
      ...(options.skewSeconds === undefined ? {} : { skewSeconds: options.skewSeconds }),
    },
  });
  const handedOver: CommandLine[] = [];
  async function run(args: readonly string[], { answers, signal, isInteractive }: RunOptions = {}): Promise<Ran> {
    const terminal = createFakeTerminal({ answers: answers ?? [], isInteractive: isInteractive ?? false });
    const exitCode = await runCli(
      {
        openApi: () => Promise.resolve(api),
        openFiles: () => Promise.resolve(files),
        t: createTranslator(options.language ?? 'en'),
        terminal,
        clock,
        signal: signal ?? new AbortController().signal,
        version: '0.0.0',
        dataDir: paths.dataDir,
        personal: { homeDir: '/home/anna', userName: 'anna', hostName: 'annas-laptop' },
        runInteractive: (command) => Promise.resolve(handedOver.push(command)).then(() => options.sshExitCode ?? 0),
        openApp: () => {
          terminal.note('the app is open');
          return Promise.resolve(appExitCode);
        },
        serve: () => Promise.reject(new Error('the command line does not serve in this trial')),
      },
      args,
    );
    return { exitCode, stdout: terminal.stdout(), stderr: terminal.stderr() };
  }
  async function ok(...args: readonly string[]): Promise<string> {
    const ran = await run(args);
    if (ran.exitCode !== 0) throw new Error(`bdl ${args.join(' ')}: exit code ${String(ran.exitCode)}\n${ran.stderr}`);
    return ran.stdout;
  }
  return {
    paths,
    deps,
    api,
    driver,
    guests,
    images,
    clock,
    handedOver,
    run,
    ok,
    status: async (...labs) => parseOk(labViewSchema, await ok('status', ...labs, '--json')),
    tree: () => readTree(paths.dataDir),
    restart: (changes = {}) => openTrial(paths, { ...options, ...changes }),
  };
}

async function readTree(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.map((entry) => relative(dir, join(entry.parentPath, entry.name))).sort();
}

/** The value of a `--json` answer that went well; throws when stdout holds anything but that one document. */
export function parseOk<S extends z.ZodType>(schema: S, stdout: string): z.output<S> {
  const { value } = z.strictObject({ ok: z.literal(true), value: z.unknown() }).parse(JSON.parse(stdout));
  return schema.parse(value);
}

const failureSchema = z.strictObject({ ok: z.literal(false), error: failureViewSchema, value: z.unknown().optional() });

/** The error of a `--json` answer. */
export function parseFailure(stdout: string): z.infer<typeof failureSchema> {
  return failureSchema.parse(JSON.parse(stdout));
}
