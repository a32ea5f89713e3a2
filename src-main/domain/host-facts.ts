import type { HypervisorChoice } from './choose-hypervisor.ts';
import type { CpuArchitecture, HypervisorId } from './ids.ts';

/** How guests run: with the CPU's help, or emulated in software (works everywhere, ten times slower). */
export type Acceleration = 'kvm' | 'hvf' | 'whpx' | 'native' | 'software';

export interface UsableHypervisor {
  readonly id: HypervisorId;
  readonly version: string;
  readonly acceleration: Acceleration;
}

/** One IPv4 network this computer (or its VPN) already reaches. */
export interface HostRoute {
  readonly cidr: string;
  readonly interfaceName: string;
}

/** What planning needs to know of this computer, read once and passed on. */
export interface HostFacts {
  readonly architecture: CpuArchitecture;
  readonly cpuCores: number;
  readonly memoryTotalMiB: number;
  /** Free now, without swapping. */
  readonly memoryAvailableMiB: number;
  /** Free on the volume of the data folder. */
  readonly diskFreeBytes: number;
  readonly routes: readonly HostRoute[];
  /** Ports on 127.0.0.1 that something listens on, of those a lab could want. */
  readonly busyPorts: readonly number[];
  /** Best first. */
  readonly hypervisors: readonly UsableHypervisor[];
  /** Why they are in this order. */
  readonly choice: HypervisorChoice;
}
