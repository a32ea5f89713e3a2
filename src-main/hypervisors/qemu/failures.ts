import { LabError } from '../../domain/failure.ts';
import { CommandError, formatCommand } from '../../process/command.ts';
import type { VmRef } from '../driver.ts';
import { recognise } from '../known-texts.ts';
import type { KnownText } from '../known-texts.ts';

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

/**
 * What QEMU prints when it does not start, and what it means; the first match wins. Ports, locks, backing files, memory and
 * unknown accelerators were recorded with 7.2; what accelerators say is from QEMU's sources (kvm-all.c, hvf-all.c, whpx-all.c).
 */
const knownTexts: readonly KnownText[] = [
  { pattern: /Could not set up host forwarding rule 'tcp:[^']*:(?<port>\d+)-/, code: 'port-taken' },
  { pattern: /can't bind ip=\S+ to socket: Address already in use/, code: 'port-taken' },
  { pattern: /Failed to get (?:shared )?"\w+(?: \w+)?" lock/, code: 'vm-busy' },
  { pattern: /No space left on device/, code: 'disk-full' },
  { pattern: /cannot set up guest memory|Cannot allocate memory/, code: 'host-memory-short' },
  { pattern: /Could not access KVM kernel module: Permission denied/, code: 'kvm-not-permitted' },
  { pattern: /Could not access KVM kernel module: No such|failed to initialize kvm: No such/, code: 'kvm-missing' },
  { pattern: /HV_DENIED/, code: 'hvf-not-permitted' },
  { pattern: /WHPX: No accelerator found/, code: 'whpx-off' },
  { pattern: /invalid accelerator (?<accelerator>\w+)/, code: 'accelerator-not-built' },
  // A machine is asked for by its version only where saved memory needs it (7.2; later ones name it behind).
  { pattern: /unsupported machine type/, code: 'saved-state-unusable' },
  { pattern: /Could not open backing file/, code: 'vm-broken' },
  { pattern: /Could not open '(?<medium>[^']+)': No such file or directory/, code: 'medium-missing' },
  { pattern: /Could not open '(?<path>[^']+)': Permission denied/, code: 'data-folder-not-writable' },
  { pattern: /[Cc]ould not load PC BIOS|[Ff]ailed to find romfile/, code: 'hypervisor-unusable' },
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
  const found = recognise(knownTexts, output);
  const taken = found?.params.port ?? port;
  return new LabError(
    found?.code ?? 'vm-start-failed',
    `"${name}" did not start: ${lines.at(-1) ?? 'it printed nothing'}`,
    {
      params: {
        ...{ name, node: name, path: dir, medium: dir, hypervisor: 'QEMU', users: '', known: '', accelerator: '' },
        ...found?.params,
        ...(taken === null ? {} : { port: Number(taken) }),
      },
      evidence,
    },
  );
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
