import type { SnapshotInfo } from '../driver.ts';

/** A port forward of a NAT adapter. */
export interface PortForward {
  readonly name: string;
  readonly protocol: string;
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly guestPort: number;
}

export interface VmAdapter {
  /** Counted from 1. */
  readonly slot: number;
  /** `nat`, `intnet`, or what else VirtualBox calls it. */
  readonly attachment: string;
  /** Lower case with colons. */
  readonly mac: string;
  readonly networkName: string | null;
  readonly cableConnected: boolean;
  readonly forwards: readonly PortForward[];
}

export interface AttachedMedium {
  readonly controller: string;
  readonly port: number;
  readonly device: number;
  /** UUID of the medium as VirtualBox registered it. */
  readonly mediumId: string;
  readonly path: string;
}

/** What VirtualBox tells about one VM, whichever listing it came from. */
export interface VmInfo {
  readonly vmId: string;
  readonly name: string;
  readonly configPath: string;
  readonly logDir: string;
  /** VirtualBox's own word for the state. */
  readonly stateText: string;
  /** Something holds the VM: it runs, or a window edits it. */
  readonly locked: boolean;
  readonly groups: readonly string[];
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly adapters: readonly VmAdapter[];
  /** File that takes the output of the first serial port, or null. */
  readonly serialPath: string | null;
  readonly media: readonly AttachedMedium[];
  readonly snapshots: readonly SnapshotInfo[];
}

/** `080027AABBCC` as `08:00:27:aa:bb:cc`. */
export function toColonMac(mac: string): string {
  return mac.toLowerCase().replace(/(..)(?=.)/g, '$1:');
}

/** The group of a VM without its slash; null for a VM in no group. VirtualBox writes "no group" as `/`. */
export function groupOf(info: Pick<VmInfo, 'groups'>): string | null {
  const first = info.groups[0]?.replace(/^\//, '') ?? '';
  return first === '' ? null : first;
}

/** The forward that this app made for SSH, or null. */
export function sshForwardOf(info: Pick<VmInfo, 'adapters'>): PortForward | null {
  return info.adapters.flatMap((adapter) => adapter.forwards).find((forward) => forward.name === 'ssh') ?? null;
}
