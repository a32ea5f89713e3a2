import { stat } from 'node:fs/promises';

import { CommandError, redact } from './command.ts';
import type { CommandFailureReason, CommandSpec } from './command.ts';

/** What is known about a command that did not succeed. */
export interface FailedCommand {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cause?: unknown;
}

/** Nothing of a secret survives in an error: its text is shown as evidence. */
export function toCommandError(reason: CommandFailureReason, spec: CommandSpec, failed: FailedCommand): CommandError {
  function hide(text: string): string {
    return redact(text, spec.redactions);
  }
  return new CommandError(
    reason,
    {
      command: { program: spec.program, args: spec.args.map(hide) },
      exitCode: failed.exitCode,
      stdout: hide(failed.stdout),
      stderr: hide(failed.stderr),
    },
    failed.cause,
  );
}

/** Nothing to run at that name: not there, not executable, or not a program for this system. */
const missingCodes: readonly string[] = ['ENOENT', 'EACCES', 'ENOTDIR', 'ENOEXEC'];

/**
 * The error for a program that could not be started at all. A working folder that does not exist looks the same to the system
 * (ENOENT) and is told apart here; a system that is out of processes or memory is a plain `Error`.
 */
export async function toStartError(spec: CommandSpec, cause: unknown): Promise<Error> {
  const code = errorCode(cause);
  if (spec.cwd !== undefined && !(await isFolder(spec.cwd))) {
    return new Error(`working folder '${spec.cwd}' of ${spec.program} does not exist`, { cause });
  }
  if (missingCodes.includes(code)) {
    return toCommandError('missing', spec, { exitCode: null, stdout: '', stderr: '', cause });
  }
  return new Error(`${spec.program} could not be started: ${code}`, { cause });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false;
    throw error;
  }
}
