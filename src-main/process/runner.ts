import { execa } from 'execa';
import type { Options, Result } from 'execa';

import { CancelledError, throwIfCancelled } from '../domain/failure.ts';
import { silentLogger } from '../platform/logger.ts';
import type { Logger } from '../platform/logger.ts';
import type { PlatformId } from '../platform/platform-id.ts';
import { usableFolder } from '../platform/usable-folder.ts';
import { toCommandError, toStartError } from './command-failure.ts';
import { formatCommand } from './command.ts';
import type { CommandFailureReason, CommandResult, CommandRunner, CommandSpec } from './command.ts';
import { startDetached } from './detached.ts';
import { commandEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { watchOutput } from './watch-output.ts';
import type { WatchedOutput } from './watch-output.ts';
import { resolveProgram } from './resolve-program.ts';
import { recordCommand } from './trace.ts';

const defaultTimeoutMs = 60_000;

/** From the polite request to end until the forced end. */
const defaultKillGraceMs = 5_000;

/** What the runner takes from its surroundings. */
export interface CommandRunnerSetup {
  readonly platformId: PlatformId;
  /** Environment every program inherits. */
  readonly baseEnv: Environment;
  readonly logger?: Logger;
  /** Time a program has to end after it was asked to (timeout, abort); then it is forced. Default 5000. */
  readonly killGraceMs?: number;
}

/**
 * The runner that really starts programs. A captured program gets a session of its own, so that Ctrl-C in a terminal reaches
 * this app alone and ending a program ends what it started too.
 */
export function createCommandRunner(setup: CommandRunnerSetup): CommandRunner {
  const runner: CommandRunner = {
    run: (spec, { signal }) => runCommand(setup, spec, signal),
    startDetached: async (spec, logPath) => {
      const env = commandEnvironment(setup.platformId, setup.baseEnv, spec.env);
      const identity = await startDetached(spec, { logPath, env, platformId: setup.platformId, runner });
      note(setup, spec, { exitCode: null, durationMs: 0, outcome: `started as ${String(identity.pid)}` });
      return identity;
    },
  };
  return runner;
}

async function runCommand(setup: CommandRunnerSetup, spec: CommandSpec, signal: AbortSignal): Promise<CommandResult> {
  throwIfCancelled(signal);
  const env = commandEnvironment(setup.platformId, setup.baseEnv, spec.env);
  const program = await resolveProgram(spec, { platformId: setup.platformId, env });
  throwIfCancelled(signal);
  const child = execa(program, spec.args, { ...executionOptions(setup, spec, signal), env });
  const output = watchOutput(child, spec);
  const ended = await child;
  output.end();
  const exitCode = ended.exitCode ?? null;
  const result = { exitCode: exitCode ?? -1, ...output.texts(), durationMs: Math.round(ended.durationMs) };
  const reason = failureReason(spec, ended, output);
  note(setup, spec, { exitCode, durationMs: result.durationMs, outcome: reason ?? 'ok' });
  if (output.listenerError() !== undefined) throw output.listenerError();
  if (reason === null) return result;
  if (reason === 'cancelled') throw new CancelledError();
  if (reason === 'not-started') throw await toStartError(spec, ended.cause);
  throw toCommandError(reason, spec, { exitCode, stdout: result.stdout, stderr: result.stderr });
}

function executionOptions(setup: CommandRunnerSetup, spec: CommandSpec, signal: AbortSignal) {
  return {
    extendEnv: false,
    cwd: spec.cwd ?? usableFolder(),
    // Without input a program that asks a question must read the end of its input, not wait for ever.
    ...(spec.input === undefined ? { stdin: 'ignore' as const } : { input: spec.input }),
    timeout: spec.timeoutMs === null ? 0 : (spec.timeoutMs ?? defaultTimeoutMs),
    cancelSignal: signal,
    forceKillAfterDelay: setup.killGraceMs ?? defaultKillGraceMs,
    killDescendants: true,
    buffer: false,
    reject: false,
  } satisfies Options;
}

type Ending = Pick<Result, 'exitCode' | 'signal' | 'isCanceled' | 'timedOut'>;

/** The first reason that ended the program wins: one that was cancelled and then also ran out of time was cancelled. */
function failureReason(
  spec: CommandSpec,
  ended: Ending,
  output: WatchedOutput,
): Exclude<CommandFailureReason, 'missing'> | 'cancelled' | 'not-started' | null {
  if (ended.isCanceled) return 'cancelled';
  if (ended.timedOut) return 'timeout';
  if (ended.signal !== undefined) return 'signal';
  if (ended.exitCode === undefined) return 'not-started';
  if (!(spec.okExitCodes ?? [0]).includes(ended.exitCode)) return 'exit-code';
  return output.hasErrorLine() ? 'output' : null;
}

interface Note {
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly outcome: string;
}

function note(setup: CommandRunnerSetup, spec: CommandSpec, { exitCode, durationMs, outcome }: Note): void {
  const line = formatCommand(spec, spec.redactions);
  (setup.logger ?? silentLogger).debug({ command: line, exitCode, durationMs, outcome }, 'command');
  recordCommand({ line, exitCode, durationMs });
}
