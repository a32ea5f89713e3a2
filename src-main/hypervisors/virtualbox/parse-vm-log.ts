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
