import { spawn } from 'node:child_process';
import { z } from 'zod';
import { failureViewSchema } from '../../src-main/contract/envelope.ts';

/** How one run of `bdl … --json` ended. */
export interface BdlEnd {
  readonly exitCode: number | null;
  /** `ok`, the code of the failure, or `killed` when it said nothing any more. */
  readonly code: string;
  /** The whole answer. */
  readonly value: unknown;
  /** What it printed, for whoever looks into a difference. */
  readonly output: string;
}

/** One run that may still be going on. */
export interface BdlRun {
  readonly pid: number;
  readonly ended: Promise<BdlEnd>;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** The built command line as one user has it. */
export interface Bdl {
  readonly start: (args: readonly string[]) => BdlRun;
  readonly run: (args: readonly string[]) => Promise<BdlEnd>;
}

const answerSchema = z.object({ ok: z.boolean(), error: failureViewSchema.optional(), value: z.unknown().optional() });

function toEnd(exitCode: number | null, stdout: string, stderr: string): BdlEnd {
  const output = `${stdout}\n${stderr}`.trim();
  const text = stdout.trim();
  // A run that was killed leaves nothing, or half an answer.
  if (text === '' || !text.endsWith('}')) return { exitCode, code: 'killed', value: null, output };
  const { ok, error, value } = answerSchema.parse(JSON.parse(text));
  return { exitCode, code: ok ? 'ok' : (error?.code ?? 'unexpected'), value: value ?? null, output };
}

/** How it is run. */
export interface BdlSetup {
  readonly cliPath: string;
  /** Everything the command line gets to see of this computer's settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Once it is aborted nothing more is started. */
  readonly signal: AbortSignal;
}

export function createBdl({ cliPath, env, signal: stop }: BdlSetup): Bdl {
  function start(args: readonly string[]): BdlRun {
    stop.throwIfAborted();
    const child = spawn(process.execPath, [cliPath, ...args, '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches this process alone, which then ends its programs in order.
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const { pid } = child;
    if (pid === undefined) throw new Error('bdl did not start');
    const ended = new Promise<BdlEnd>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => {
        resolve(toEnd(exitCode, stdout, stderr));
      });
    });
    return { pid, ended, signal: (name) => child.kill(name) };
  }
  return { start, run: (args) => start(args).ended };
}
