import { diskNearlyFull, leavesRoom } from '../domain/disk-room.ts';
import type { LabDeps } from './context.ts';
import type { WorkOptions } from './ports.ts';

type BrakeDeps = Pick<LabDeps, 'host' | 'paths' | 'clock'>;

/** A linked clone is a seed image, a log and the metadata of an empty difference. */
export const cloneBytes = 64 * 1024 ** 2;
/** Free space is looked at this often at most, however often progress is reported. */
const lookEveryMs = 1000;

/** Throws `disk-nearly-full` where writing `neededBytes` would leave less than the floor on the volume of the data folder. */
export function refuseShortDisk({ host, paths }: Omit<BrakeDeps, 'clock'>, neededBytes = 0): void {
  const freeBytes = host.readFreeDiskBytes();
  if (!leavesRoom(freeBytes, neededBytes)) throw diskNearlyFull(paths.dataDir, { freeBytes, neededBytes });
}

/**
 * A brake for work that writes for long: `check` throws `disk-nearly-full` as soon as the floor is reached. Cheap to ask, so that
 * every piece of progress can; who reports progress is stopped there, with what was written so far in its place.
 */
export function createDiskBrake(deps: BrakeDeps): { readonly check: () => void } {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return {
    check: () => {
      const nowMs = deps.clock.now();
      if (nowMs - lookedAtMs < lookEveryMs) return;
      lookedAtMs = nowMs;
      refuseShortDisk(deps);
    },
  };
}

/** The same work with the brake in its reports. */
export function braked<T extends WorkOptions>(deps: BrakeDeps, options: T): T {
  const brake = createDiskBrake(deps);
  return {
    ...options,
    report: (fraction, message) => {
      brake.check();
      options.report(fraction, message);
    },
  };
}
