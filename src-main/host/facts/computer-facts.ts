import type { PlatformId } from '../../platform/platform-id.ts';
import type { MakerFacts } from '../firmware/recognise-maker.ts';
import type { Fact } from './source.ts';

/** Parts of Windows that start its hypervisor, and so hold the virtualization of the CPU. */
export const holderFeatures = [
  'hyper-v',
  'wsl2',
  'virtual-machine-platform',
  'hypervisor-platform',
  'memory-integrity',
  'credential-guard',
  'vbs',
  'sandbox',
  'application-guard',
  'docker-desktop',
] as const;
export type HolderFeature = (typeof holderFeatures)[number];

/** What the power supply says. */
export interface PowerReading {
  readonly hasBattery: boolean;
  readonly onBattery: boolean;
  readonly percent: number | null;
}

/** What KVM's device is like for this user. */
export type KvmDevice = 'opens' | 'forbidden' | 'missing' | 'refuses';

/**
 * What was read of this computer, judged by nobody yet. A fact that means nothing on this system, or could not be read, is null
 * and says so in its evidence; none is ever guessed.
 */
export interface ComputerFacts {
  readonly platformId: PlatformId;
  /** Of the kernel on Linux. */
  readonly osVersion: Fact<string>;
  readonly cpuModel: Fact<string>;
  readonly cpuMaker: 'intel' | 'amd' | null;
  /** Of the CPU itself, whatever this program was built for. */
  readonly architecture: Fact<'amd64' | 'arm64' | '32-bit'>;
  /** This program was built for another CPU and is being translated. */
  readonly isTranslated: Fact<boolean>;
  /** This computer is itself a virtual machine. */
  readonly isInsideVm: Fact<boolean>;
  /** The CPU shows its virtualization to this system. */
  readonly isShown: Fact<boolean>;
  readonly isCapable: Fact<boolean>;
  readonly isFirmwareOn: Fact<boolean>;
  readonly hasSlat: Fact<boolean>;
  /** A hypervisor runs below this system (Windows). */
  readonly isHypervisorPresent: Fact<boolean>;
  readonly holders: Fact<readonly HolderFeature[]>;
  readonly maker: MakerFacts;
  readonly makerEvidence: readonly string[];
  readonly isUefi: Fact<boolean>;
  readonly hasSecureBoot: Fact<boolean>;
  /** `now`: this program runs with the rights; `can`: the user may take them. */
  readonly administrator: Fact<'now' | 'can' | 'no'>;
  readonly power: Fact<PowerReading>;
  /** Minutes without input until it sleeps while plugged in; 0: never. */
  readonly sleepMinutes: Fact<number>;
  readonly kvmDevice: Fact<KvmDevice>;
  /** Modules of the Linux kernel that are loaded. */
  readonly modules: Fact<readonly string[]>;
  /** False: KVM takes the CPU's virtualization only while one of its VMs runs, as before Linux 6.12. */
  readonly kvmTakesAtLoad: Fact<boolean>;
  /** File system of the data folder, as the system calls it; `network` for a network drive of Windows. */
  readonly fileSystem: Fact<string>;
}
