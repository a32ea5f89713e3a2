/** What a node told of itself at one moment, as the kernel counts it. */
export interface VitalsSample {
  readonly uptimeSeconds: number;
  /** Ticks of all cores since the boot: all of them, and those in which a core worked. */
  readonly cpu: { readonly totalTicks: number; readonly busyTicks: number };
  readonly memoryTotalMiB: number;
  readonly memoryUsedMiB: number;
  readonly diskTotalBytes: number;
  readonly diskUsedBytes: number;
}

/** A line longer than this is no line of `vitalsScript`; a guest must not fill the memory of the app. */
export const maxVitalsLineChars = 512;

const linePattern =
  /^vitals uptime (?<uptime>\d{1,10}(?:\.\d{1,4})?) cpu (?<cpu>\d{1,18}(?: \d{1,18}){3,11}) memory (?<total>\d{1,12}) (?<available>\d{1,12}) disk (?<size>\d{1,15}) (?<used>\d{1,15})$/;

const kibPerMib = 1024;
const bytesPerKib = 1024;

/** Reads one line of `vitalsScript`; null for anything else, and for numbers that cannot be. */
export function parseVitals(line: string): VitalsSample | null {
  const fields = line.length > maxVitalsLineChars ? undefined : linePattern.exec(line)?.groups;
  if (fields === undefined) return null;
  const { uptime = '', cpu = '', total = '', available = '', size = '', used = '' } = fields;
  const memoryTotalKib = Number(total);
  const memoryFreeKib = Number(available);
  if (memoryTotalKib === 0 || memoryFreeKib > memoryTotalKib || Number(size) === 0) return null;
  return {
    uptimeSeconds: Number(uptime),
    cpu: readTicks(cpu),
    memoryTotalMiB: Math.round(memoryTotalKib / kibPerMib),
    memoryUsedMiB: Math.round((memoryTotalKib - memoryFreeKib) / kibPerMib),
    diskTotalBytes: Number(size) * bytesPerKib,
    diskUsedBytes: Number(used) * bytesPerKib,
  };
}

/**
 * proc(5): user, nice, system, idle, iowait, irq, softirq, steal, and then guest times that user and nice hold already. Idle is also
 * who waits for a disk; stolen time the node wished for and this computer did not give, so it is neither work nor rest.
 */
function readTicks(text: string): VitalsSample['cpu'] {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = text
    .split(' ')
    .map(Number);
  const busyTicks = user + nice + system + irq + softirq;
  return { totalTicks: busyTicks + idle + iowait + steal, busyTicks };
}

/**
 * Share of their time in which the cores worked between two samples, 0 to 1. Null when it cannot be told: no time passed, or the node was
 * started anew in between.
 */
export function cpuFractionBetween(earlier: VitalsSample, later: VitalsSample): number | null {
  const total = later.cpu.totalTicks - earlier.cpu.totalTicks;
  const busy = later.cpu.busyTicks - earlier.cpu.busyTicks;
  if (total <= 0 || busy < 0 || later.uptimeSeconds < earlier.uptimeSeconds) return null;
  return Math.min(1, busy / total);
}
