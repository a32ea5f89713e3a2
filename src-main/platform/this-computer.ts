import { createPaths } from '../store/file-names.ts';
import { systemClock, type Clock } from './clock.ts';
import { createFileLogger } from './file-logger.ts';
import type { Logger } from './logger.ts';
import type { Platform } from './platform.ts';
import { systemRandom, type Random } from './random.ts';
import { thisUid } from './this-platform.ts';

/** What the core is built from on a real computer. */
export interface ThisComputer {
  readonly platform: Platform;
  readonly uid: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Logs to the data folder of `platform`; creates nothing before the first line. */
export function openThisComputer(platform: Platform): ThisComputer {
  const logger = createFileLogger(createPaths(platform.dataDir).logFile);
  return { platform, uid: thisUid, clock: systemClock, random: systemRandom, logger };
}
