import { LabError } from '../../domain/failure.ts';
import type { ErrorCode, FailureParams } from '../../domain/failure.ts';
import { CommandError, formatCommand } from '../../process/command.ts';

/** What a call was about, for texts and evidence. */
export interface Subject {
  readonly name: string;
  /** Folder or file the call worked on. */
  readonly path: string;
}

interface KnownText<Code extends ErrorCode = ErrorCode> {
  readonly pattern: RegExp;
  readonly code: Code;
}

/** What is wrong with Parallels itself rather than with one VM. */
type ProductCode = Extract<ErrorCode, `parallels-${string}`>;

const startingText = /Login failed/i;
const synchronizingText = /Data synchronization is currently in progress/i;

/*
 * What prlctl and prlsrvctl print, and what it means; all from other programs' sources and their users' reports, as nothing was
 * run here. The first match wins.
 */
const productTexts: readonly KnownText<ProductCode>[] = [
  // docker-machine-parallels: Parallels' service is just starting.
  { pattern: startingText, code: 'parallels-starting' },
  // vagrant-parallels disable_password_restrictions
  { pattern: /must enter the host OS administrator's credentials/i, code: 'parallels-password' },
  // PD-Runner issue 201
  {
    pattern: /limited period of time that has now expired|licen[cs]e (?:has|is) expired/i,
    code: 'parallels-licence-expired',
  },
  // vagrant-parallels issue 326
  { pattern: /PrlHandle_FromString: Invalid argument/i, code: 'parallels-licence-missing' },
  // prl-devops-service license.go
  { pattern: /not available in this edition/i, code: 'parallels-edition' },
  {
    pattern: /Connect Mac to this network|shared network.{0,40}(?:not connected|disabled)/i,
    code: 'parallels-network-off',
  },
];

const knownTexts: readonly KnownText[] = [
  { pattern: /snapshot.{0,60}(?:could not be found|not found|does not exist)/i, code: 'snapshot-not-found' },
  // vagrant-parallels: the only words that say that a VM is not registered.
  { pattern: /virtual machine could not be found|is not registered/i, code: 'vm-not-found' },
  // vagrant-parallels driver/base.rb
  { pattern: synchronizingText, code: 'vm-busy' },
  { pattern: /virtual machine is (?:locked|busy|being)|another (?:operation|task) is/i, code: 'vm-busy' },
  { pattern: /not enough (?:free )?disk space|No space left on device/i, code: 'disk-full' },
];

const evidenceLines = 12;

/** What a tool said, without empty lines. */
export function wordsOf(error: CommandError): readonly string[] {
  const lines = `${error.stderr}\n${error.stdout}`.split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter((line) => line !== '').slice(0, evidenceLines);
}

function outputOf(error: CommandError): string {
  return `${error.stderr}\n${error.stdout}`;
}

function codeFor(error: CommandError): ErrorCode {
  if (error.reason === 'timeout') return 'command-timeout';
  if (error.reason === 'missing') return 'hypervisor-missing';
  return knownTexts.find(({ pattern }) => pattern.test(outputOf(error)))?.code ?? 'command-failed';
}

function failedWith(error: unknown, pattern: RegExp): boolean {
  return error instanceof CommandError && error.reason !== 'timeout' && pattern.test(outputOf(error));
}

/** True while Parallels' own service comes up. */
export function isStarting(error: unknown): boolean {
  return failedWith(error, startingText);
}

/** True while Parallels settles its own records; it passes within seconds (vagrant-parallels tries three times). */
export function isSynchronizing(error: unknown): boolean {
  return failedWith(error, synchronizingText);
}

function paramsOf(error: CommandError, { name, path }: Subject, reason: string): FailureParams {
  const common = { name, node: name, path, reason, hypervisor: 'Parallels Desktop' };
  return { ...common, program: error.command.program, exitCode: error.exitCode ?? -1, users: '', known: '', state: '' };
}

/** The typed failure of a call; other errors come back as they are. */
export function toLabError(error: unknown, subject: Subject): unknown {
  if (!(error instanceof CommandError)) return error;
  return failure(error, subject, codeFor(error));
}

/** The typed failure of a start: `vm-start-failed` unless Parallels named a cause. */
export function toStartFailure(error: unknown, subject: Subject): unknown {
  if (!(error instanceof CommandError)) return error;
  const code = codeFor(error);
  return failure(error, subject, code === 'command-failed' ? 'vm-start-failed' : code);
}

function failure(error: CommandError, subject: Subject, code: ErrorCode): LabError {
  const words = wordsOf(error);
  const reason = words[0] ?? error.reason;
  const message = `${error.command.program} failed for "${subject.name}": ${reason}`;
  const details = {
    params: paramsOf(error, subject, reason),
    evidence: [...words, formatCommand(error.command)],
    cause: error,
  };
  const product = error.reason === 'timeout' ? undefined : productCodeOf(error);
  return product === undefined ? new LabError(code, message, details) : new LabError(product, message, details);
}

function productCodeOf(error: CommandError): ProductCode | undefined {
  return productTexts.find(({ pattern }) => pattern.test(outputOf(error)))?.code;
}

/** A call that ended well and did not do, or not say, what it should: nothing is known then. */
export function noClearAnswer(program: string, what: string, evidence: readonly string[]): LabError {
  return new LabError('command-failed', `${program}: ${what}`, {
    params: { program, exitCode: 0 },
    evidence: [what, ...evidence],
  });
}

/** Throws `wrong-state`: the VM is in `state`. */
export function refuseState(name: string, state: string): never {
  throw new LabError('wrong-state', `"${name}" is ${state}`, { params: { name, node: name, state } });
}

/** Throws `vm-broken`. */
export function refuseBroken({ name }: { readonly name: string }, evidence: readonly string[]): never {
  throw new LabError('vm-broken', `Parallels cannot use "${name}"`, { params: { name, node: name }, evidence });
}

/** Throws `vm-not-found`. */
export function refuseAbsent({ name }: { readonly name: string }): never {
  throw new LabError('vm-not-found', `Parallels does not know "${name}"`, { params: { name, node: name } });
}
