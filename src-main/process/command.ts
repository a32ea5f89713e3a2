/** One program run, as plain data: compared in tests, shown to users, logged. Nothing here is a shell string. */
export interface CommandSpec {
  /** Program name (looked up in PATH) or absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the inherited environment; the runner always sets a UTF-8 locale. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Default 60 000; `null` for no limit (then `signal` is the only way to end it). */
  readonly timeoutMs?: number | null;
  /** Default `[0]`. */
  readonly okExitCodes?: readonly number[];
  /** A line of stderr that means failure whatever the exit code (VBoxManage exits 0 on some errors). */
  readonly errorPattern?: RegExp;
  /** Written to stdin, which is closed then. Secrets go here, never into `args`. */
  readonly input?: string;
  /** Texts replaced by `***` wherever this command is logged or shown. */
  readonly redactions?: readonly string[];
  /** Called with every complete line of stdout and stderr as it arrives. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** What a finished command left. Output is text in UTF-8, at most 16 MiB each. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** A command as a person would type it: for `plan`, for "what happened here", for scripts. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/** Why a command did not succeed. `missing`: the program is not there; `output`: exit code fine, error line on stderr. */
export type CommandFailureReason = 'exit-code' | 'output' | 'timeout' | 'missing' | 'signal';

/** A command that failed; never thrown for a cancelled one (that is `CancelledError`). */
export class CommandError extends Error {
  readonly reason: CommandFailureReason;
  readonly command: CommandLine;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor(
    reason: CommandFailureReason,
    failed: {
      readonly command: CommandLine;
      readonly exitCode: number | null;
      readonly stdout: string;
      readonly stderr: string;
    },
    cause?: unknown,
  ) {
    const tail = failed.stderr.trim().split('\n').at(-1) ?? '';
    super(
      `${failed.command.program} failed (${reason}${failed.exitCode === null ? '' : ` ${String(failed.exitCode)}`}): ${tail}`,
      { cause },
    );
    this.name = 'CommandError';
    this.reason = reason;
    this.command = failed.command;
    this.exitCode = failed.exitCode;
    this.stdout = failed.stdout;
    this.stderr = failed.stderr;
  }
}

/** The seam every caller depends on; `process/runner.ts` is the real one, tests script their own. */
export interface CommandRunner {
  /** Runs to the end. Throws `CommandError`, or `CancelledError` when `signal` was aborted (the program is ended first). */
  run(spec: CommandSpec, options: { readonly signal: AbortSignal }): Promise<CommandResult>;
  /**
   * Starts a program that outlives this app, its output appended to `logPath`. Resolves when it was started; it may have
   * ended again since. `startTime` tells this process from a later one with the same pid.
   */
  startDetached(spec: CommandSpec, logPath: string): Promise<ProcessIdentity>;
}

/** A process, proof against reused pids. `startTime` is opaque; compare for equality only. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** Ways to look after processes that outlive the app. */
export interface ProcessTable {
  /** True while exactly this process lives; a reused pid is false. */
  isAlive(identity: ProcessIdentity): Promise<boolean>;
  /** Identity of a living pid, or null. */
  identify(pid: number): Promise<ProcessIdentity | null>;
  /** Ends exactly this process: asks, waits `graceMs`, then forces; returns when it is gone. Gone already: does nothing. */
  end(identity: ProcessIdentity, graceMs: number): Promise<void>;
}

function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `text` with every secret replaced by `***`. */
export function redact(text: string, redactions: readonly string[] = []): string {
  return redactions.filter((secret) => secret !== '').reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

/** The command as a line for a POSIX shell, every argument quoted where needed, `redactions` replaced. */
export function formatCommand(command: CommandLine, redactions: readonly string[] = []): string {
  // Secrets first: quoting may change them, and then they would not be found.
  return [command.program, ...command.args].map((text) => quoteArgument(redact(text, redactions))).join(' ');
}
