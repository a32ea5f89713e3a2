import { LabError } from '../../domain/failure.ts';
import type { ErrorCode, FailureParams } from '../../domain/failure.ts';
import { CommandError, formatCommand } from '../../process/command.ts';

/** What a failed call was about, for the texts a user reads. */
export interface Subject {
  readonly name: string;
  /** Folder or file the call worked on. */
  readonly path: string;
}

interface KnownText {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

/**
 * What VBoxManage 7.2 prints, and what it means; recorded unless said otherwise. The first match wins. Codes are matched as
 * numbers: their names differ between systems (E_FAIL, NS_ERROR_FAILURE).
 */
const knownTexts: readonly KnownText[] = [
  { pattern: /Could not find a registered machine/, code: 'vm-not-found' },
  { pattern: /Could not find a snapshot/, code: 'snapshot-not-found' },
  {
    pattern: /has more than one child|of the machine '.*' cannot be deleted|because it has \d+ child media/,
    code: 'base-in-use',
  },
  { pattern: /VERR_DISK_FULL|DrvVD_DISKFULL/, code: 'disk-full' },
  { pattern: /The object functionality is limited/, code: 'vm-broken' },
  {
    pattern:
      /already locked (?:for|by) a session|is locked for (?:reading|writing)|being unlocked|The object is not ready/,
    code: 'vm-busy',
  },
  // VirtualBox's server ends some seconds after its last client; who calls just then may find none.
  { pattern: /Failed to create the VirtualBox object|COM server is not running/, code: 'hypervisor-unusable' },
  {
    // The wrapper of the Linux packages warns on every call; VBoxHeadless itself reports -1908.
    pattern:
      /rc=-1908|VERR_VM_DRIVER_\w+|Kernel driver not installed|\/dev\/vboxdrv does not exist|vboxdrv kernel module is not loaded/,
    code: 'vm-driver-missing',
  },
  {
    // From VirtualBox's sources and users' reports: no CPU without virtualization was at hand.
    pattern: /VERR_(?:VMX_NO_VMX|SVM_NO_SVM|VMX_MSR_\w*DISABLED|SVM_DISABLED|VMX_IN_VMX_ROOT_MODE|SVM_IN_USE)/,
    code: 'virtualization-off',
  },
  { pattern: /VERR_FILE_NOT_FOUND|VERR_PATH_NOT_FOUND/, code: 'vm-broken' },
  { pattern: /VERR_ACCESS_DENIED|VERR_WRITE_PROTECT/, code: 'data-folder-not-writable' },
  { pattern: /is not mutable|is not currently running|0x80bb0002/, code: 'wrong-state' },
];

/** The same for reading an image. */
const imageTexts: readonly KnownText[] = [
  { pattern: /VERR_EOF|VERR_VD_\w*(?:INVALID|CORRUPT)\w*/, code: 'image-damaged' },
  { pattern: /Could not get the storage format|unsupported incompatible features/, code: 'image-not-usable' },
  { pattern: /VERR_FILE_NOT_FOUND/, code: 'image-not-usable' },
];

const evidenceLines = 12;

/** VirtualBox's own words in what it printed: its error lines, without the prefix and without where in its source. */
export function errorLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => /^VBoxManage(?:\.exe)?: error:/.test(line) && !line.includes('error: Context: "'))
    .map((line) => line.replace(/^VBoxManage(?:\.exe)?: error: /, ''));
}

function codeFor(error: CommandError, texts: readonly KnownText[]): ErrorCode {
  if (error.reason === 'timeout') return 'command-timeout';
  if (error.reason === 'missing') return 'hypervisor-missing';
  const output = `${error.stderr}\n${error.stdout}`;
  return texts.find(({ pattern }) => pattern.test(output))?.code ?? 'command-failed';
}

/** True when VirtualBox, asked for a VM, said that it has none of this UUID: the only proof that one is absent. */
export function saysAbsent(error: unknown): boolean {
  return (
    error instanceof CommandError &&
    error.stderr.includes('0x80bb0001') &&
    error.stderr.includes('Could not find a registered machine')
  );
}

/** True when VirtualBox knows the VM and cannot read its settings or disks. */
export function saysInaccessible(error: unknown): error is CommandError {
  return error instanceof CommandError && error.stderr.includes('The object functionality is limited');
}

/** True for a call that had come between two others and succeeds a little later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof CommandError) || error.reason === 'timeout') return false;
  const code = codeFor(error, knownTexts);
  return code === 'vm-busy' || code === 'hypervisor-unusable';
}

/** True when VirtualBox refused because the VM does not run. */
export function saysNotRunning(error: unknown): boolean {
  return error instanceof CommandError && error.stderr.includes('is not currently running');
}

function paramsOf(error: CommandError, subject: Subject, reason: string): FailureParams {
  const { name, path } = subject;
  const common = { name, node: name, path, reason, hypervisor: 'VirtualBox' };
  return { ...common, program: error.command.program, exitCode: error.exitCode ?? -1, users: '', known: '', state: '' };
}

/**
 * The typed failure of a VBoxManage call; other errors come back as they are. `texts` of images take precedence where an image
 * was read. `extraEvidence` is shown behind VirtualBox's own words.
 */
export function toLabError(
  error: unknown,
  subject: Subject,
  options: { readonly reading?: 'image'; readonly extraEvidence?: readonly string[] } = {},
): unknown {
  if (!(error instanceof CommandError)) return error;
  const lines = errorLines(error.stderr);
  const reason = lines.find((line) => !/^(?:Failed to|Details:)/.test(line)) ?? lines[0] ?? error.reason;
  const texts = options.reading === 'image' ? [...imageTexts, ...knownTexts] : knownTexts;
  return new LabError(codeFor(error, texts), `VBoxManage failed for "${subject.name}": ${reason}`, {
    params: paramsOf(error, subject, reason),
    evidence: [...lines.slice(0, evidenceLines), ...(options.extraEvidence ?? []), formatCommand(error.command)],
    cause: error,
  });
}

/**
 * The typed failure of a start that VirtualBox gave up: its log of this start decides before its message, which only says that
 * the VM "has terminated unexpectedly".
 */
export function toStartFailure(error: CommandError, subject: Subject, logTail: readonly string[]): LabError {
  const output = [error.stderr, error.stdout, ...logTail].join('\n');
  const causes: readonly ErrorCode[] = [
    'vm-driver-missing',
    'virtualization-off',
    'disk-full',
    'vm-not-found',
    'vm-busy',
  ];
  const known = knownTexts.find(({ pattern, code }) => causes.includes(code) && pattern.test(output))?.code;
  const lines = errorLines(error.stderr);
  const reason = lines[0] ?? error.reason;
  return new LabError(known ?? 'vm-start-failed', `"${subject.name}" did not start: ${reason}`, {
    params: paramsOf(error, subject, reason),
    evidence: [...lines, ...logTail.slice(-evidenceLines), formatCommand(error.command)],
    cause: error,
  });
}

/** Throws `wrong-state`: the VM is in `state`. */
export function refuseState(name: string, state: string): never {
  throw new LabError('wrong-state', `"${name}" is ${state}`, { params: { name, node: name, state } });
}
