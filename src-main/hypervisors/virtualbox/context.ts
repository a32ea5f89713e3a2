import type { CpuArchitecture } from '../../domain/ids.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { VBoxVersion } from './argv.ts';
import type { ServerKeeper } from './server-keeper.ts';
import type { VBoxManage } from './vboxmanage.ts';
import type { ReadExecution } from './vm-log.ts';

/** What every part of the driver works with. */
export interface DriverContext {
  readonly vbox: VBoxManage;
  readonly server: ServerKeeper;
  readonly version: VBoxVersion;
  readonly platformId: PlatformId;
  /** Of this computer: VirtualBox runs guests of the same kind only. */
  readonly architecture: CpuArchitecture;
  /** The device of the Linux kernel driver. */
  readonly driverDevicePath: string;
  /** Folder in which only this app has disks made; null where none is known. */
  readonly dataDir: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Work on one VM happens one after another. */
  readonly vms: KeyedQueue;
  /** What changes the registry of media (cloning above all) happens one after another, whichever VM it is for. */
  readonly media: KeyedQueue;
  readonly readExecution: ReadExecution;
  /** Bytes this user may still write on the volume of a folder. */
  readonly readFreeBytes: (dir: string) => Promise<number>;
  readonly isPortFree: (port: number) => Promise<boolean>;
}

/** The one key of the media queue. */
export const mediaKey = 'media';
