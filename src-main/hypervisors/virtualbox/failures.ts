import { LabError } from '../../domain/failure.ts';
import type { ErrorCode, FailureParams } from '../../domain/failure.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import { CommandError, formatCommand } from '../../process/command.ts';
import { recognise } from '../known-texts.ts';
import type { KnownText, Recognised } from '../known-texts.ts';
import { imageTexts, knownTexts, startTexts } from './known-texts.ts';

/** What a failed call was about, for the texts a user reads. */
export interface Subject {
  readonly name: string;
  /** Folder or file the call worked on. */
  readonly path: string;
}

const evidenceLines = 12;
const prefix = /^VBox(?:Manage|Headless|SDL)(?:\.exe)?: (?:fatal |syntax )?error: /;

/** VirtualBox's own words in what it printed: its error lines, without the prefix and without where in its source. */
export function errorLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => prefix.test(line) && !line.includes('error: Context: "'))
    .map((line) => line.replace(prefix, ''));
}

/** Its error lines, or, when what arrived has none, all it printed but the progress: what is not understood is shown. */
function wordsOf({ stderr, stdout }: CommandError): readonly string[] {
  const told = errorLines(stderr);
  if (told.length > 0) return told;
  const lines = withoutWarning(`${stderr}\n${stdout}`).split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^(?:\d+%\.*)+$/.test(line));
}

/** What the wrapper of the Linux packages says before every answer while the kernel driver is missing; no cause of anything else. */
function withoutWarning(output: string): string {
  return output.replace(/^WARNING: (?:The character device|The vboxdrv)[\s\S]*?until this problem is fixed\.\s*/gm, '');
}

/** Broken installations end with this before they say a word (seen by Vagrant). */
const brokenInstallation = 126;

function recogniseCall(error: CommandError, texts: readonly KnownText[]): Recognised {
  const known = (code: ErrorCode): Recognised => ({ code, params: {} });
  if (error.reason === 'timeout') return known('command-timeout');
  if (error.reason === 'missing') return known('hypervisor-missing');
  const found = recognise(texts, withoutWarning(`${error.stderr}\n${error.stdout}`));
  return found ?? known(error.exitCode === brokenInstallation ? 'hypervisor-unusable' : 'command-failed');
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

/** Calls that had come between two others, and found VirtualBox's server ending: each succeeds a little later. */
const passingTexts =
  /already locked (?:for|by) a session|is locked for (?:reading|writing)|being unlocked|The object is not ready|Failed to create the VirtualBox object|COM server is not running/;

/** True for a failure that is known to pass by itself, and for no other. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof CommandError) || error.reason === 'timeout' || error.reason === 'missing') return false;
  return passingTexts.test(`${error.stderr}\n${error.stdout}`);
}

/** True when VirtualBox's server died under the call (E_ABORT; recorded by killing it while a VM started). */
export function saysServerDied(error: CommandError): boolean {
  return /\b0x80004004\b/i.test(error.stderr);
}

/**
 * True when VirtualBox does not let a VM go on that it paused itself as the computer went to sleep: it means to do so itself, and
 * sometimes never does (VirtualBox 5.0 on macOS: hashicorp/vagrant issue 6790).
 */
export function saysHeldForSleep(error: unknown): boolean {
  return error instanceof CommandError && error.stderr.includes('paused due to host power management');
}

/** True when VirtualBox refused because the VM does not run. */
export function saysNotRunning(error: unknown): boolean {
  return error instanceof CommandError && error.stderr.includes('is not currently running');
}

function paramsOf(error: CommandError, subject: Subject, reason: string): FailureParams {
  const { name, path } = subject;
  const common = { name, node: name, path, medium: path, reason, hypervisor: 'VirtualBox', driverFix: 'linux' };
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
  const lines = wordsOf(error);
  const reason = lines.find((line) => !/^(?:Failed to|Details:)/.test(line)) ?? lines[0] ?? error.reason;
  const texts = options.reading === 'image' ? [...imageTexts, ...knownTexts] : knownTexts;
  const { code, params } = recogniseCall(error, texts);
  return new LabError(code, `VBoxManage failed for "${subject.name}": ${reason}`, {
    params: { ...paramsOf(error, subject, reason), ...params },
    evidence: [...lines.slice(0, evidenceLines), ...(options.extraEvidence ?? []), formatCommand(error.command)],
    cause: error,
  });
}

/** What was found out about a start that failed. */
export interface StartFindings {
  readonly platformId: PlatformId;
  /** Lines of the log of this start with which VirtualBox gave up, else its last ones. */
  readonly log: readonly string[];
  /** What else was looked at: the log of VirtualBox's protection, the driver. */
  readonly others: readonly string[];
}

/** A start may fail for these reasons besides its own ones. */
const startCauses: readonly ErrorCode[] = [
  'vm-paused-disk-full',
  'disk-full',
  'vm-not-found',
  'vm-busy',
  'medium-missing',
  'medium-in-use',
  'medium-uuid-taken',
  'host-memory-short',
  'saved-state-unusable',
  'network-of-another-user',
  'vm-network-failed',
  'wrong-text-encoding',
  'hypervisor-unusable',
  'vm-broken',
];

/**
 * The typed failure of a start that VirtualBox gave up. Its message often only says that the VM "has terminated unexpectedly":
 * then the log of this start decides, and what else was found out.
 */
export function toStartFailure(error: CommandError, subject: Subject, findings: StartFindings): LabError {
  const { platformId, log, others } = findings;
  const texts = [...startTexts, ...knownTexts.filter(({ code }) => startCauses.includes(code))];
  const said = withoutWarning(`${error.stderr}\n${error.stdout}`);
  // What VirtualBox says outranks what was found beside it; a warning that comes with every call counts last.
  const sources = [said, log.join('\n'), others.join('\n'), error.stdout, error.stderr];
  const found = sources.map((source) => recognise(texts, source)).find((known) => known !== null);
  const lines = wordsOf(error);
  const reason = lines[0] ?? error.reason;
  return new LabError(found?.code ?? 'vm-start-failed', `"${subject.name}" did not start: ${reason}`, {
    params: { ...paramsOf(error, subject, reason), driverFix: platformId, ...found?.params },
    evidence: [
      ...lines.slice(0, evidenceLines),
      ...log.slice(-evidenceLines),
      ...others.slice(-evidenceLines),
      formatCommand(error.command),
    ],
    cause: error,
  });
}

/** Throws `wrong-state`: the VM is in `state`. */
export function refuseState(name: string, state: string): never {
  throw new LabError('wrong-state', `"${name}" is ${state}`, { params: { name, node: name, state } });
}
