import { constants } from 'node:os';

import { execa } from 'execa';

import { toStartError } from './command-failure.ts';
import type { CommandSpec } from './command.ts';
import { resolveProgram } from './resolve-program.ts';
import type { SearchPlace } from './resolve-program.ts';

function ignoreInterrupt(): void {
  // Ctrl-C is for the program in front; this app goes on and returns its exit code, as a shell does.
}

/**
 * Hands the terminal to a program (`ssh` with a person in front of it) and returns its exit code; 128 + n when signal n ended it,
 * as shells count. The program keeps the person's own environment and language; timeout, input, `onLine` and `errorPattern` of
 * `spec` are not used; `place` says where its name is looked up. Throws `CommandError` with reason `missing` when it is not there.
 */
export async function runInteractive(spec: CommandSpec, place: SearchPlace): Promise<number> {
  const program = await resolveProgram(spec, place);
  process.on('SIGINT', ignoreInterrupt);
  try {
    const ended = await execa(program, spec.args, {
      stdio: 'inherit',
      reject: false,
      windowsHide: false,
      ...(spec.env === undefined ? {} : { env: spec.env }),
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    });
    if (ended.signal !== undefined) return 128 + constants.signals[ended.signal];
    if (ended.exitCode === undefined) throw await toStartError(spec, ended.cause);
    return ended.exitCode;
  } finally {
    process.off('SIGINT', ignoreInterrupt);
  }
}
