import { CommandError } from '../../src-main/process/command.ts';
import type { CommandRunner } from '../../src-main/process/command.ts';
import { throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { Recording } from './recordings.ts';

/** What the script answers to one call. */
export type ScriptedAnswer = Partial<Recording> | Error;

/** A VBoxManage that answers from a function, and remembers what it was asked. */
export interface ScriptedVBoxManage extends Pick<CommandRunner, 'run'> {
  readonly calls: readonly (readonly string[])[];
}

/** Error lines count as the real runner counts them: failure by exit code, or by `errorPattern` at exit code 0. */
export function createScriptedVBoxManage(answer: (args: readonly string[]) => ScriptedAnswer): ScriptedVBoxManage {
  const calls: (readonly string[])[] = [];
  return {
    calls,
    run: ({ program, args, errorPattern }, { signal }) => {
      throwIfCancelled(signal);
      calls.push(args);
      const answered = answer(args);
      if (answered instanceof Error) return Promise.reject(answered);
      const { stdout = '', stderr = '', exitCode = 0 } = answered;
      const command = { program, args };
      if (exitCode !== 0) return Promise.reject(new CommandError('exit-code', { command, exitCode, stdout, stderr }));
      if (errorPattern?.test(stderr) === true)
        return Promise.reject(new CommandError('output', { command, exitCode, stdout, stderr }));
      return Promise.resolve({ exitCode, stdout, stderr, durationMs: 1 });
    },
  };
}
