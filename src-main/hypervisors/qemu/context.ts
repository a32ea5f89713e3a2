import type { CpuArchitecture } from '../../domain/ids.ts';
import type { NodeState } from '../../domain/states.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { CommandRunner, ProcessTable } from '../../process/command.ts';

/** What runs the guest's instructions; `tcg` is software emulation. */
export type QemuAccelerator = 'kvm' | 'hvf' | 'whpx' | 'tcg';

/** The two programs of QEMU this driver runs, by name or path. */
export interface QemuPrograms {
  /** `qemu-system-x86_64` or `qemu-system-aarch64`. */
  readonly system: string;
  /** `qemu-img` */
  readonly img: string;
}

/** Files of the UEFI firmware for arm64 guests. */
export interface QemuFirmware {
  readonly codePath: string;
  /** Template of the variables; each VM gets a copy. */
  readonly variablesPath: string;
}

/** What QEMU offers on this computer; found out by `probeQemu`. */
export interface QemuInstallation {
  readonly programs: QemuPrograms;
  readonly accelerator: QemuAccelerator;
  /** As far as it is needed to choose options. */
  readonly version: { readonly major: number; readonly minor: number };
  /** Null for x86: its firmware is built in. */
  readonly firmware: QemuFirmware | null;
}

/** What the driver takes from its surroundings. */
export interface QemuDriverSetup extends QemuInstallation {
  readonly runner: CommandRunner;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: {
    readonly id: PlatformId;
    readonly architecture: CpuArchitecture;
    /** Holds the control sockets; short, and private to this user. */
    readonly runtimeDir: string;
  };
  /** Has `runtimeDir` in the end, private to this user; called before each start, as a clean-up may have taken it. */
  readonly prepareRuntimeDir: () => Promise<void>;
}

/** What all parts of one driver share. */
export interface QemuContext extends QemuDriverSetup {
  /** States that hold while a call of this driver is under way, by VM. */
  readonly passing: Map<string, NodeState>;
}
