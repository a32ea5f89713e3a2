import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { labViewSchema, type LabView } from '../../../src-main/contract/lab-views.ts';

const projectDir = join(import.meta.dirname, '..', '..', '..');
const cliPath = join(projectDir, 'dist', 'main', 'cli.js');

/** How one run of the built command line ended. */
export interface BdlResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run that is still going on. */
export interface RunningBdl {
  readonly pid: number;
  /** Resolves with all of stdout as soon as stdout or stderr contains the text; rejects when the run ends without it. */
  readonly seen: (text: string | RegExp) => Promise<string>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<BdlResult>;
}

/** The built command line as a user of one home directory has it. */
export interface Bdl {
  readonly dataDir: string;
  readonly run: (...args: string[]) => Promise<BdlResult>;
  /** Runs, expects exit code 0 and answers what stdout holds. */
  readonly ok: (...args: string[]) => Promise<string>;
  readonly start: (...args: string[]) => RunningBdl;
  readonly status: (lab: string) => Promise<LabView>;
}

/** Builds `dist/` when it is not there; the test tiers build it before. */
export function ensureBuilt(): void {
  if (existsSync(cliPath)) return;
  const built = spawnSync(process.execPath, [join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
    cwd: projectDir,
  });
  if (built.status !== 0) throw new Error(built.stderr.toString());
}

/** Speaks English, so that tests can look for words. `wrapper` is a program with arguments that runs it. */
export function createBdl(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  wrapper: readonly string[] = [],
): Bdl {
  function start(...args: string[]): RunningBdl {
    const [program = process.execPath, ...rest] = [...wrapper, process.execPath, cliPath, ...args];
    const child = spawn(program, rest, {
      env: { ...process.env, BDL_HOME: dataDir, BDL_LANG: 'en', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const watchers = new Set<() => void>();
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      for (const look of watchers) look();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      for (const look of watchers) look();
    });
    const ended = new Promise<BdlResult>((resolve) => {
      child.once('close', (exitCode) => {
        resolve({ exitCode, stdout, stderr });
      });
    });
    const seen = async (text: string | RegExp): Promise<string> => {
      const isThere = (): boolean =>
        typeof text === 'string' ? `${stdout}${stderr}`.includes(text) : text.test(`${stdout}${stderr}`);
      const appeared = new Promise<boolean>((resolve) => {
        const look = (): void => {
          if (isThere()) resolve(true);
        };
        watchers.add(look);
        look();
      });
      const found = await Promise.race([appeared, ended.then(() => isThere())]);
      if (!found) throw new Error(`bdl ${args.join(' ')} ended without saying ${String(text)}:\n${stdout}\n${stderr}`);
      return stdout;
    };
    if (child.pid === undefined) throw new Error('bdl did not start');
    return { pid: child.pid, seen, ended, signal: (name) => child.kill(name) };
  }
  const run = (...args: string[]): Promise<BdlResult> => start(...args).ended;
  async function ok(...args: string[]): Promise<string> {
    const result = await run(...args);
    if (result.exitCode !== 0)
      throw new Error(
        `bdl ${args.join(' ')} ended with ${String(result.exitCode)}:\n${result.stdout}\n${result.stderr}`,
      );
    return result.stdout;
  }
  async function status(lab: string): Promise<LabView> {
    const envelope = z
      .object({ ok: z.literal(true), value: labViewSchema })
      .parse(JSON.parse(await ok('status', lab, '--json')));
    return envelope.value;
  }
  return { dataDir, run, ok, start, status };
}
