import type { Marker } from './marker.ts';

export interface VmAdapter {
  /** `net0` */
  readonly device: string;
  /** `shared`, `host`, or what else Parallels calls it. */
  readonly type: string;
  /** Lower case with colons. */
  readonly mac: string;
  readonly networkId: string | null;
  readonly connected: boolean;
}

/** A device with a file. */
export interface VmMedium {
  /** `hdd0`, `cdrom0`, `serial0` */
  readonly device: string;
  /** Empty for a drive with nothing in it. */
  readonly path: string;
}

/** What Parallels tells about one VM. */
export interface VmInfo {
  /** Parallels' own id, without braces, lower case. */
  readonly id: string;
  readonly name: string;
  /** Parallels' own word for the state. */
  readonly stateText: string;
  /** Its bundle, without a slash at the end. */
  readonly home: string;
  readonly marker: Marker | null;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly adapters: readonly VmAdapter[];
  readonly disks: readonly VmMedium[];
  /** Size of the first disk as the guest sees it; null when it was not told. */
  readonly diskMiB: number | null;
  readonly drives: readonly VmMedium[];
  readonly serials: readonly VmMedium[];
}
