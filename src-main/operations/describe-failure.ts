import { LabError } from '../domain/failure.ts';
import type { FailureInfo } from '../domain/operation.ts';
import { CommandError, formatCommand } from '../process/command.ts';

const evidenceLines = 12;

/** A failure as data. A command that failed keeps its line and the end of its output as evidence; a bug becomes `unexpected`. */
export function describeFailure(error: unknown): FailureInfo {
  if (error instanceof LabError) {
    return { code: error.code, params: { ...error.params }, message: error.message, evidence: [...error.evidence] };
  }
  if (error instanceof CommandError) return describeCommandFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 5) : [];
  return { code: 'unexpected', params: { message }, message, evidence: stack.map((line) => line.trim()) };
}

/** Where a program that is missing comes from, when its package has another name (Debian, Ubuntu). */
const packageOf: Readonly<Record<string, string>> = { ssh: 'openssh-client', 'qemu-img': 'qemu-utils' };

function describeCommandFailure(error: CommandError): FailureInfo {
  const { command, reason, exitCode, message } = error;
  const { program } = command;
  const output = `${error.stderr}\n${error.stdout}`.split('\n').filter((line) => line.trim() !== '');
  const evidence = [`$ ${formatCommand(command)}`, ...output.slice(-evidenceLines)];
  if (reason === 'missing') {
    return {
      code: 'tool-missing',
      params: { tool: program, package: packageOf[program] ?? program },
      message,
      evidence,
    };
  }
  const code = reason === 'timeout' ? 'command-timeout' : 'command-failed';
  return { code, params: { program, exitCode: exitCode ?? '-' }, message, evidence };
}
