/** What `/proc/PID/stat` tells about the life of a process. */
export interface LinuxStat {
  /** Clock ticks from the start of the computer to the start of the process (field 22). */
  readonly startTicks: string;
  /** Ended, only its exit code is kept. */
  readonly isZombie: boolean;
}

/**
 * Parses `/proc/PID/stat`. Field 2 is the program's name in parentheses and may itself hold spaces, parentheses and line ends, so
 * the fields are counted from the last parenthesis (proc_pid_stat(5)). Throws when the text is cut.
 */
export function parseLinuxStat(text: string): LinuxStat {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const state = fields[0];
  const startTicks = fields[19];
  if (!text.includes(')') || state === undefined || startTicks === undefined || !/^\d+$/.test(startTicks)) {
    throw new Error(`unexpected /proc stat line '${text.trim()}'`);
  }
  return { startTicks, isZombie: state === 'Z' || state === 'X' };
}

/** Parses one line of `ps -o stat= -o lstart=` of macOS: `Ss   Mon Jul 13 09:05:07 2026`. Null: no such process, or a zombie. */
export function parseMacosPs(text: string): string | null {
  if (text.trim() === '') return null;
  const match = /^\s*(\S+)\s+(\S.*\d{4})\s*$/.exec(text);
  const [, state, startTime] = match ?? [];
  if (state === undefined || startTime === undefined) throw new Error(`unexpected line of ps '${text.trim()}'`);
  return state.startsWith('Z') ? null : startTime.replaceAll(/\s+/g, ' ');
}

/** Parses what the PowerShell question answers: ticks of .NET, or `gone`. An empty answer is no answer. */
export function parseWindowsStartTime(text: string): string | null {
  const answer = text.trim();
  if (answer === 'gone') return null;
  if (!/^\d+$/.test(answer)) throw new Error(`unexpected answer of PowerShell '${answer}'`);
  return answer;
}
