import type { DriverCapabilities } from '../../src-main/hypervisors/driver.ts';
import type { DriverBench } from './driver-bench.ts';
import type { DriverAbilities } from './driver-harness.ts';

/** A promise of driver.ts as a test. */
export interface DriverCase {
  /** Behaviour in the present tense; the name by which a run leaves it out. */
  readonly title: string;
  /** Without these abilities the test is left out, visibly. */
  readonly needs?: readonly (keyof DriverAbilities)[];
  /** The promise is made only by drivers with these capabilities. */
  readonly capabilities?: Partial<DriverCapabilities>;
  readonly run: (bench: DriverBench) => Promise<void>;
}
