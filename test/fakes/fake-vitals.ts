import { z } from 'zod';
import { throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { VitalsSample } from '../../src-main/guest/parse-vitals.ts';
import type { Clock } from '../../src-main/platform/clock.ts';

/** How an invented guest is; what goes up and down is repeated from its beginning. */
export const fakeVitalsSchema = z
  .strictObject({
    /** Work of its cores, 0 to 1, one for each moment. */
    cpu: z.array(z.number().min(0).max(1)).min(1),
    /** Share of its memory in use, 0 to 1, one for each moment. */
    memory: z.array(z.number().min(0).max(1)).min(1),
    memoryMiB: z.int(),
    diskUsedGiB: z.number(),
    diskTotalGiB: z.number(),
    /** At the first moment. */
    uptimeSeconds: z.number(),
    /** Between two moments; a real one takes 5 s. */
    everyMs: z.number(),
    /** This many samples come at once. */
    hurried: z.int(),
  })
  .partial();
export type FakeVitals = z.infer<typeof fakeVitalsSchema>;

export interface FakeVitalsCall {
  readonly signal: AbortSignal;
  readonly onSample: (sample: VitalsSample) => void;
  readonly clock: Clock;
  readonly vitals: FakeVitals;
  /** Throws what the guest would: it is off, or fails. */
  readonly look: () => void;
}

const ticksPerSecond = 100;
const gibBytes = 1024 ** 3;

function at(values: readonly number[] | undefined, index: number, fallback: number): number {
  return values?.[index % values.length] ?? fallback;
}

/** Tells invented samples until it is aborted or the guest is gone. */
export async function followFakeVitals({ signal, onSample, clock, vitals, look }: FakeVitalsCall): Promise<never> {
  const { everyMs = 5000, memoryMiB = 2048, uptimeSeconds = 60 } = vitals;
  let totalTicks = 0;
  let busyTicks = 0;
  for (let moment = 0; ; moment += 1) {
    throwIfCancelled(signal);
    look();
    const ticks = (everyMs / 1000) * ticksPerSecond;
    totalTicks += ticks;
    busyTicks += ticks * at(vitals.cpu, moment, 0.02);
    onSample({
      uptimeSeconds: uptimeSeconds + (moment * everyMs) / 1000,
      cpu: { totalTicks, busyTicks },
      memoryTotalMiB: memoryMiB,
      memoryUsedMiB: Math.round(memoryMiB * at(vitals.memory, moment, 0.25)),
      diskTotalBytes: (vitals.diskTotalGiB ?? 25) * gibBytes,
      diskUsedBytes: (vitals.diskUsedGiB ?? 2) * gibBytes,
    });
    if (moment >= (vitals.hurried ?? 1)) await clock.sleep(everyMs, signal);
  }
}
