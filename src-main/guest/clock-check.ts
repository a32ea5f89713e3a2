/** A clock further off than this is set; less is within what a guest's own time service mends. */
const toleranceSeconds = 2;

/** What a node told of itself in one short visit. */
export interface ClockCheck {
  /** By how much its clock was ahead of this computer's; negative: behind. */
  readonly skewSeconds: number;
  /** It was off by more than a node mends by itself, and was set. */
  readonly wasSet: boolean;
  /** Of the boot it is in. */
  readonly bootId: string;
}

/** Tells the boot and the clock of a node, and sets the clock where it is off. Ends with `date`'s exit code where that fails. */
export function clockScript(nowMs: number): string {
  const now = String(Math.round(nowMs / 1000));
  return [
    `skew=$(( $(date +%s) - ${now} ))`,
    `if [ "\${skew#-}" -le ${String(toleranceSeconds)} ]; then state=right; else state=set; sudo -n date -u -s @${now} >/dev/null || exit; fi`,
    'echo "clock $state skew $skew boot $(cat /proc/sys/kernel/random/boot_id)"',
  ].join('; ');
}

const answerPattern =
  /^clock (?<state>right|set) skew (?<skew>-?\d{1,12}) boot (?<boot>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/m;

/** Reads the answer of `clockScript`; null for anything else. */
export function parseClockCheck(text: string): ClockCheck | null {
  const fields = text.length > 4096 ? undefined : answerPattern.exec(text)?.groups;
  if (fields === undefined) return null;
  const { state, skew, boot = '' } = fields;
  return { skewSeconds: Number(skew), wasSet: state === 'set', bootId: boot };
}
