import type { CpuArchitecture } from '../../src-main/domain/ids.ts';
import type { HypervisorDriver, VmRef } from '../../src-main/hypervisors/driver.ts';

/** What a harness can bring about besides control calls. */
export interface DriverAbilities {
  /** VMs can be started (an operating system in them is not needed). */
  readonly power: boolean;
  /** The guest shuts down when asked. */
  readonly gracefulStop: boolean;
  /** The SSH forward of a running VM accepts connections on the host. */
  readonly forward: boolean;
  /** `damageVm` */
  readonly damage: boolean;
  /** `createSilentDriver` */
  readonly silence: boolean;
  /** `processCount` */
  readonly processCount: boolean;
}

/** What one run of the suite stands on. All VMs of the run are below `rootDir`. */
export interface DriverHarness {
  /** An empty folder of this run. */
  readonly rootDir: string;
  /** A small qcow2 image, not below `rootDir`/<awkward folder>; it may be blank. */
  readonly imagePath: string;
  /** Its virtual size. */
  readonly imageBytes: number;
  /** Memory of each VM; small, as nothing runs in it. */
  readonly memoryMiB: number;
  readonly architecture: CpuArchitecture;
  /** A new instance that knows nothing of earlier ones, as after a restart of the app. */
  createDriver(): HypervisorDriver;
  /** A port of 127.0.0.1 that nobody uses and that was not handed out before. */
  freePort(): Promise<number>;
  /** Another program takes the port; returns how to give it back. */
  holdPort(port: number): Promise<() => Promise<void>>;
  /** Makes a powered-off VM unusable as an accident would: a disk gone, a settings file cut in half. */
  damageVm?(ref: VmRef): Promise<void>;
  /** A driver whose tool does not answer. */
  createSilentDriver?(): HypervisorDriver;
  /** Processes started so far by the drivers of this harness. */
  processCount?(): number;
  /** Takes everything away that this run made, and fails when something is left running. */
  dispose(): Promise<void>;
}
