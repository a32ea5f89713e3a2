/** A clock further off than this is set; less is within what a guest's own time service mends. */
const toleranceSeconds = 2;

/** What a node told of its clock, and what was done about it. */
export interface ClockCheck {
  /** By how much its clock was ahead of this computer's; negative: behind. */
  readonly skewSeconds: number;
  /** It was off by more than a node mends by itself, and was set. */
  readonly wasSet: boolean;
  /** Of the boot it is in. */
  readonly bootId: string;
}

/** What `clockScript` answers. */
export type ClockLook = Omit<ClockCheck, 'wasSet'>;

/** Tells the boot and the clock of a node. */
export function clockScript(nowMs: number): string {
  return `echo "clock skew $(( $(date +%s) - ${toSeconds(nowMs)} )) boot $(cat /proc/sys/kernel/random/boot_id)"`;
}

/** Sets the clock of a node, and then tells as `clockScript`. Ends with `date`'s exit code where that fails. */
export function setClockScript(nowMs: number): string {
  return `sudo -n date -u -s @${toSeconds(nowMs)} >/dev/null || exit; ${clockScript(nowMs)}`;
}

function toSeconds(nowMs: number): string {
  return String(Math.round(nowMs / 1000));
}

/** True for a clock that a guest's own time service keeps right. */
export function isClockRight({ skewSeconds }: ClockLook): boolean {
  return Math.abs(skewSeconds) <= toleranceSeconds;
}

const answerPattern = /^clock skew (?<skew>-?\d{1,12}) boot (?<boot>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/m;

/** Reads the answer of `clockScript`; null for anything else. */
export function parseClockLook(text: string): ClockLook | null {
  const fields = text.length > 4096 ? undefined : answerPattern.exec(text)?.groups;
  if (fields === undefined) return null;
  const { skew, boot = '' } = fields;
  return { skewSeconds: Number(skew), bootId: boot };
}
