import { LabError } from '../domain/failure.ts';
import type { FailureInfo } from '../domain/operation.ts';
import { CommandError, formatCommand } from '../process/command.ts';

const evidenceLines = 12;

/** A failure as data. A command that failed keeps its line and the end of its output as evidence; a bug becomes `unexpected`. */
export function describeFailure(error: unknown): FailureInfo {
  if (error instanceof LabError) {
    return { code: error.code, params: { ...error.params }, message: error.message, evidence: [...error.evidence] };
  }
  if (error instanceof CommandError) {
    const output = `${error.stderr}\n${error.stdout}`.split('\n').filter((line) => line.trim() !== '');
    return {
      code: error.reason === 'timeout' ? 'command-timeout' : 'command-failed',
      params: { program: error.command.program, exitCode: error.exitCode ?? '-' },
      message: error.message,
      evidence: [`$ ${formatCommand(error.command)}`, ...output.slice(-evidenceLines)],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 5) : [];
  return { code: 'unexpected', params: { message }, message, evidence: stack.map((line) => line.trim()) };
}
