import type { Clock } from '../platform/clock.ts';
import type { SerialReading } from './serial-log.ts';
import type { SerialProgress } from './serial-progress.ts';

/** Why a guest will not come any further, without anybody having lost patience too early. */
export type GuestVerdict = 'off' | 'panic' | 'emergency' | 'stalled';

export interface GuestWatch {
  readonly readSerial: () => Promise<SerialReading>;
  /** False only on a positive answer: a hypervisor that does not answer says nothing about its guest. */
  readonly isRunning: () => Promise<boolean>;
  /** How long a guest may say nothing at all. */
  readonly stallMs: number;
  readonly clock: Clock;
  /** Called whenever the guest said something. */
  readonly onProgress: (progress: SerialProgress) => void;
  /** True once the caller needs nothing more; asked at each look. */
  readonly isDone?: (progress: SerialProgress) => boolean;
}

/** What ended the watching, and the last that was heard. */
export interface WatchEnd {
  readonly verdict: GuestVerdict | 'done';
  readonly progress: SerialProgress;
}

const lookMs = 1000;
/**
 * Asking the hypervisor starts a program, which on a small computer takes a second of the guest's own processor: asking may
 * cost a twentieth of the time, no more (VirtualBox 7.2 on one emulated core: asked every 3 s, its guests took twice as long).
 */
const powerLook = { shortestMs: 3000, longestMs: 90_000, shareOfTime: 20 } as const;

function pauseAfter(lookTookMs: number): number {
  return Math.min(Math.max(lookTookMs * powerLook.shareOfTime, powerLook.shortestMs), powerLook.longestMs);
}
/** A computer that slept does not count against its guest, which slept too. */
const longestLookMs = 5000;

function verdictOn(progress: SerialProgress): GuestVerdict | null {
  if (progress.kernelPanic !== null) return 'panic';
  return progress.stage === 'emergency' ? 'emergency' : null;
}

/**
 * Follows a guest by its serial log until there is a verdict. Nothing is concluded from a clock alone: only a guest that said
 * nothing for `stallMs` of waking time has stalled. Aborting `signal` rejects with `CancelledError`.
 */
export async function watchGuest(watch: GuestWatch, signal: AbortSignal): Promise<WatchEnd> {
  const { clock } = watch;
  let sizeBytes = -1;
  let changes = 0;
  let quietMs = 0;
  let untilPowerLookMs = 0;
  for (;;) {
    const startedAt = clock.now();
    const mayLook = untilPowerLookMs <= 0;
    const isOff = mayLook && !(await watch.isRunning());
    if (mayLook) untilPowerLookMs = pauseAfter(clock.now() - startedAt);
    // Read after the power was looked at: what it said last of all is not missed.
    const reading = await watch.readSerial();
    const { progress } = reading;
    if (reading.sizeBytes !== sizeBytes) {
      sizeBytes = reading.sizeBytes;
      quietMs = 0;
      changes += 1;
      watch.onProgress(progress);
    }
    if (watch.isDone?.(progress) === true) return { verdict: 'done', progress };
    // What stood there at the first look may be the end of an earlier boot.
    const said = changes > 1 ? verdictOn(progress) : null;
    const verdict = isOff ? 'off' : (said ?? (quietMs >= watch.stallMs ? 'stalled' : null));
    if (verdict !== null) return { verdict, progress };
    await clock.sleep(lookMs, signal);
    const passedMs = Math.min(clock.now() - startedAt, longestLookMs);
    quietMs += passedMs;
    // A base that says it is ready is about to switch itself off: from then on the next look is all there is to wait for.
    untilPowerLookMs = progress.ready ? 0 : untilPowerLookMs - passedMs;
  }
}
