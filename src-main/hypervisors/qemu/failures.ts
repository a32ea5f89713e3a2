import { LabError } from '../../domain/failure.ts';
import type { ErrorCode } from '../../domain/failure.ts';
import { CommandError, formatCommand } from '../../process/command.ts';
import type { VmRef } from '../driver.ts';

/** Throws `wrong-state`: the VM is in `state`, and `wanted` says what it would have to be. */
export function refuseState(ref: Pick<VmRef, 'name'>, state: string, wanted: string): never {
  throw new LabError('wrong-state', `"${ref.name}" is ${state}, not ${wanted}`, {
    params: { name: ref.name, node: ref.name, state },
  });
}

/** Throws `not-supported`. */
export function refuseUnsupported(what: string): never {
  throw new LabError('not-supported', `QEMU here has no ${what}`, { params: { what } });
}

interface KnownText {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

/** What QEMU 7.2 prints when it does not start, and what it means. The first match wins. */
const knownTexts: readonly KnownText[] = [
  { pattern: /Could not set up host forwarding rule 'tcp:[^']*:(?<port>\d+)-/, code: 'port-taken' },
  { pattern: /can't bind ip=\S+ to socket: Address already in use/, code: 'port-taken' },
  { pattern: /Failed to get (?:shared )?"\w+(?: \w+)?" lock/, code: 'vm-busy' },
  { pattern: /No space left on device/, code: 'disk-full' },
  { pattern: /Could not open backing file/, code: 'vm-broken' },
];

export interface FailedStart {
  readonly name: string;
  /** What QEMU printed in this attempt. */
  readonly output: string;
  readonly command: { readonly program: string; readonly args: readonly string[] };
  /** Port that stands for the failure when the text does not name it. */
  readonly port: number | null;
  readonly dir: string;
}

const evidenceLines = 12;

/** The typed failure of a QEMU process that ended instead of running; evidence is what it printed. */
export function toStartFailure({ name, output, command, port, dir }: FailedStart): LabError {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const evidence = [...lines.slice(-evidenceLines), formatCommand(command)];
  for (const { pattern, code } of knownTexts) {
    const match = pattern.exec(output);
    if (match === null) continue;
    const taken = match.groups?.port ?? port;
    const portParams = taken === null ? {} : { port: Number(taken) };
    const params = { name, node: name, path: dir, ...portParams };
    return new LabError(code, `"${name}" did not start: ${lines.at(-1) ?? code}`, { params, evidence });
  }
  return new LabError('vm-start-failed', `"${name}" did not start: ${lines.at(-1) ?? 'it printed nothing'}`, {
    params: { name, node: name },
    evidence,
  });
}

/** The typed failure of `qemu-img` on a disk of `name`. Other errors are passed through. */
export function toDiskFailure(error: unknown, ref: Pick<VmRef, 'name' | 'dir'>): unknown {
  if (!(error instanceof CommandError)) return error;
  const evidence = [formatCommand(error.command), ...error.stderr.trim().split('\n').slice(-evidenceLines)];
  const details = { params: { name: ref.name, node: ref.name, path: ref.dir }, evidence, cause: error };
  if (error.stderr.includes('No space left on device')) return new LabError('disk-full', error.message, details);
  if (/Failed to get .*lock/.test(error.stderr)) return new LabError('vm-busy', error.message, details);
  return new LabError(error.reason === 'timeout' ? 'command-timeout' : 'command-failed', error.message, {
    ...details,
    params: { ...details.params, program: error.command.program, exitCode: error.exitCode ?? -1 },
  });
}
