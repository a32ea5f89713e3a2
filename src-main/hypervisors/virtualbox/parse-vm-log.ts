import type { GuestExecution } from '../driver.ts';

/** What the log of a run (`VBox.log`) tells about how it went. */
export interface VmLog {
  /** Null: the log does not say (yet); then nothing is known. */
  readonly execution: GuestExecution | null;
  /** Version of VirtualBox that wrote it, such as `7.2.22`; null when its first line is not there. */
  readonly version: string | null;
  /** Lines with which VirtualBox gave up: what went wrong in its own words, without the time. */
  readonly failures: readonly string[];
}

/** Why a VM is paused, as far as the end of its log tells. */
export interface PauseCause {
  /** The line that says that the disk of the host is full, or null. */
  readonly diskFull: string | null;
  /** Null: the log does not say. */
  readonly by: 'sleep' | 'person' | null;
}

/**
 * VirtualBox pauses a VM whose disk cannot grow, and notes both lines in its log (DrvVD.cpp). The second is often cut off, as the log
 * lies on the same full disk (recorded with 7.2.22).
 */
const diskFullPattern = /\bDrvVD_DISKFULL\b|: Host disk full$/;
const resumedWords = "to 'RESUMING'";
const suspendingWords = "to 'SUSPENDING'";
/**
 * VirtualBox tells why it pauses a VM by itself (`Global::stringifyReason`), right before it does (a user's log of a sleep:
 * myspaghetti/macos-virtualbox issue 224), and nothing where somebody asked for it.
 */
const pausingPattern = /Pausing VM execution, reason '(?<reason>[^']*)'/;
const runtimeErrorWords = 'Raising runti';

/** Reads the last lines of the log of a VM that is paused. */
export function parsePauseCause(lines: readonly string[]): PauseCause {
  const sinceResumed = lines.slice(lines.findLastIndex((line) => line.endsWith(resumedWords)) + 1);
  const diskFull = sinceResumed.findLast((line) => diskFullPattern.test(line)) ?? null;
  if (diskFull !== null || sinceResumed.some((line) => line.includes(runtimeErrorWords))) return { diskFull, by: null };
  const told = sinceResumed.findLast((line) => pausingPattern.test(line));
  const reason = told === undefined ? null : pausingPattern.exec(told)?.groups?.reason;
  if (reason === 'host suspend') return { diskFull, by: 'sleep' };
  const isAsked = reason === 'unspecified' || (told === undefined && sinceResumed.some(isSuspending));
  return { diskFull, by: isAsked ? 'person' : null };
}

function isSuspending(line: string): boolean {
  return line.endsWith(suspendingWords);
}

interface Verdict {
  readonly pattern: RegExp;
  readonly mode: GuestExecution['mode'] | null;
}

/**
 * The lines that decide, from VirtualBox's sources (HM.cpp, NEMR3.cpp; the same texts in 7.0 to 7.2); those of AMD-V were
 * recorded with 7.2.22. "Turtle" is the name of the same way on systems whose own interface is fast: on macOS there is no other.
 * Falling back to it is announced before it is known whether it works.
 */
const verdicts: readonly Verdict[] = [
  { pattern: /\bHM: HMR3Init: (?:VT-x|AMD-V)\b/, mode: 'native' },
  { pattern: /\bHM: HMR3Init: Attempting fall back to NEM\b/, mode: null },
  { pattern: /\bNEM: NEMR3Init: Turtle execution mode is active/, mode: 'native' },
  { pattern: /\bNEM: NEMR3Init: Snail execution mode is active/, mode: 'slow' },
  { pattern: /\bHM: HMR3Init: Falling back on IEM\b/, mode: 'software' },
];

/** Why the quick way was not taken. */
const reasonPattern =
  /\bHM: HMR3Init: Attempting fall back to NEM\b|\bHMR3Init: Falling back on IEM\b|WHvCapabilityCodeHypervisorPresent/;
const failurePattern =
  /\bVMSetError: |\bERROR \[COM\]: |\bPower up failed\b|\bSetting error: |\b(?:DrvVD|HostMemory)_\w+|suplibOsInit/;

function withoutTime(line: string): string {
  return line.replace(/^\d+:\d\d:\d\d\.\d+ +/, '').trim();
}

/** Reads a log or the beginning of one; any line end, any number of lines missing. The last line that decides counts. */
export function parseVmLog(text: string): VmLog {
  const lines = text.split(/\r?\n/).map(withoutTime);
  let mode: GuestExecution['mode'] | null = null;
  const evidence: string[] = [];
  for (const line of lines) {
    const verdict = verdicts.find(({ pattern }) => pattern.test(line));
    if (verdict !== undefined) mode = verdict.mode;
    if (verdict !== undefined || reasonPattern.test(line)) evidence.push(line);
  }
  return {
    execution: mode === null ? null : { mode, evidence },
    version: /^VirtualBox VM (\d+\.\d+\.\d+)/m.exec(lines.join('\n'))?.[1] ?? null,
    failures: lines.filter((line) => failurePattern.test(line)),
  };
}
