import { z } from 'zod';
import { LabError } from '../domain/failure.ts';
import type { Logger } from '../platform/logger.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { inTurn } from './in-turn.ts';
import { readJsonFile } from './json-file.ts';

/** How long a kind of step took. */
export interface MeasuredStep {
  readonly kind: string;
  readonly durationMs: number;
}

/** How long steps usually take on this computer, kept in `forecast.json`. What goes wrong here is logged and costs a forecast. */
export interface ForecastStore {
  /** The usual duration of each kind of step under these circumstances. */
  readonly usual: (circumstances: string) => Promise<ReadonlyMap<string, number>>;
  readonly learn: (circumstances: string, measured: readonly MeasuredStep[]) => Promise<void>;
}

/** Of each kind the newest count, so that a new disk or a newer hypervisor is noticed. */
const keptEach = 7;
const keptKinds = 300;

const storedSchema = z.object({
  schemaVersion: z.literal(1),
  /** By circumstances and kind of step, oldest first; what was measured last is last. */
  durationsMs: z.record(z.string(), z.array(z.number().min(0)).max(keptEach)),
});
type Stored = z.infer<typeof storedSchema>;

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function withMeasured(stored: Stored, prefix: string, measured: readonly MeasuredStep[]): Stored {
  const changed = new Map(Object.entries(stored.durationsMs));
  for (const { kind, durationMs } of measured) {
    const key = prefix + kind;
    const values = [...(changed.get(key) ?? []), Math.round(durationMs)].slice(-keptEach);
    changed.delete(key);
    changed.set(key, values);
  }
  return { schemaVersion: 1, durationsMs: Object.fromEntries([...changed].slice(-keptKinds)) };
}

/** Reads and writes the file each time: another process may have the same data folder. */
export function createForecastStore(path: string, logger: Logger): ForecastStore {
  async function read(): Promise<Stored> {
    try {
      return (await readJsonFile(path, storedSchema)) ?? { schemaVersion: 1, durationsMs: {} };
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      logger.warn({ error }, 'the forecast cannot be read: it begins anew');
      return { schemaVersion: 1, durationsMs: {} };
    }
  }
  async function refuseNewer(): Promise<void> {
    try {
      await readJsonFile(path, storedSchema);
    } catch (error) {
      if (!(error instanceof LabError) || error.code === 'stored-file-too-new') throw error;
    }
  }
  return {
    usual: async (circumstances) => {
      const prefix = `${circumstances}/`;
      const own = Object.entries((await read()).durationsMs).filter(([key]) => key.startsWith(prefix));
      return new Map(own.map(([key, values]) => [key.slice(prefix.length), middle(values)]));
    },
    learn: (circumstances, measured) =>
      inTurn(`${path} as forecast`, async () => {
        if (measured.length === 0) return;
        try {
          // One of a newer version is not ours to replace; a damaged one begins anew.
          await refuseNewer();
          const next = withMeasured(await read(), `${circumstances}/`, measured);
          await writeFileAtomically(path, `${JSON.stringify(next)}\n`);
        } catch (error) {
          logger.warn({ error }, 'the forecast was not kept');
        }
      }),
  };
}
