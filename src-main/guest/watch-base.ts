import { LabError } from '../domain/failure.ts';
import type { TextRef } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import { describeBaseProgress } from './describe-progress.ts';
import { readSerialLog } from './serial-log.ts';
import type { SerialProgress } from './serial-progress.ts';
import { watchGuest } from './watch-guest.ts';
import type { WatchEnd } from './watch-guest.ts';

export interface BaseUnderPreparation {
  readonly serialLogPath: string;
  readonly isRunning: () => Promise<boolean>;
  readonly clock: Clock;
  readonly stallMs: number;
}

export interface BaseWatchOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
}

function failedStep({ verdict, progress }: WatchEnd): string {
  if (progress.failed !== null) return progress.failed;
  if (progress.ready) return 'power-off';
  if (progress.install !== null && progress.install !== 'done') return `install (${progress.install})`;
  return progress.step ?? (verdict === 'off' ? 'power' : progress.stage);
}

function toFailure(end: WatchEnd): LabError {
  const { kernelPanic, notes, lastLines } = end.progress;
  const step = failedStep(end);
  const panic = kernelPanic === null ? [] : [`kernel panic: ${kernelPanic}`];
  const evidence = [...panic, ...(notes.length > 0 ? notes : lastLines)];
  return new LabError('guest-setup-failed', `preparation failed at ${step}`, { params: { step }, evidence });
}

/**
 * Follows a base until it has powered itself off, prepared. Throws `guest-setup-failed` with the step and the end of its own log
 * as soon as the guest says so, or when it is off, stuck or in panic without having said `ready`.
 */
export async function watchBase(base: BaseUnderPreparation, options: BaseWatchOptions): Promise<void> {
  const end = await watchGuest(
    {
      readSerial: async () => readSerialLog(base.serialLogPath),
      isRunning: base.isRunning,
      clock: base.clock,
      stallMs: base.stallMs,
      onProgress: (progress: SerialProgress) => options.report(...describeBaseProgress(progress)),
      isDone: (progress) => progress.failed !== null,
    },
    options.signal,
  );
  if (end.verdict !== 'off' || !end.progress.ready) throw toFailure(end);
}
