import type { HostFacts } from './host-facts.ts';
import type { CpuArchitecture, HypervisorId } from './ids.ts';
import { memoryLimitsMiB } from './lab-spec.ts';

/** Memory sizes offered when the user names none, best first. */
const memoryChoicesMiB = [2048, 1536, 1024, 768, memoryLimitsMiB.min] as const;

/** Least memory of an ARM node of VirtualBox. */
export const leastArmMemoryMiB = 1024;

const gibBytes = 1024 ** 3;
/** What a prepared base takes on disk, and what a fresh linked clone grows by in its first hours. */
const baseDiskBytes = 2 * gibBytes;
export const nodeDiskBytes = 1 * gibBytes;
/** What Ubuntu Server 24.04 takes after its installation from a medium, with its swap file. */
const installedDiskBytes = 5 * gibBytes;
/** Ubuntu's cloud images have 0.6 to 0.7 GiB (22.04 to 25.10, both CPUs). */
const downloadBytes = 1 * gibBytes;
/** A Debian image is built in a folder of packages and an uncompressed system beside it. */
const buildBytes = 3 * gibBytes;

/** Memory that stays with the host: a quarter, at most 2 GiB. */
export function hostReserveMiB(host: Pick<HostFacts, 'memoryTotalMiB'>): number {
  return Math.min(2048, Math.floor(host.memoryTotalMiB / 4));
}

/** How many nodes of this size the computer can run at once, when nothing else asks for memory. */
export function nodesThatFit(host: Pick<HostFacts, 'memoryTotalMiB'>, memoryMiB: number): number {
  return Math.max(0, Math.floor((host.memoryTotalMiB - hostReserveMiB(host)) / memoryMiB));
}

/**
 * Least memory of a node. With less than 1 GiB, ARM guests of VirtualBox 7.2.0 to 7.2.8 hang before they boot (VirtualBox issue 679), and
 * its driver refuses to make them.
 */
export function leastMemoryMiB(architecture: CpuArchitecture, hypervisor: HypervisorId | undefined): number {
  return architecture === 'arm64' && hypervisor === 'virtualbox' ? leastArmMemoryMiB : memoryLimitsMiB.min;
}

/** Largest offered memory per node with which `nodes` fit into what is free now, or `leastMiB` when none does. */
export function chooseMemoryMiB(host: HostFacts, nodes: number, leastMiB: number): number {
  const free = host.memoryAvailableMiB - hostReserveMiB(host) / 2;
  return memoryChoicesMiB.find((size) => size >= leastMiB && size * nodes <= free) ?? leastMiB;
}

/** Bytes a lab needs on disk soon after its creation; later growth is shown, not demanded. */
export function diskNeededBytes(nodes: number, sharedDiskMiB: number): number {
  return baseDiskBytes + nodes * nodeDiskBytes + sharedDiskMiB * 1024 ** 2;
}

/** What there is to do before the first clone, as `plan` tells it. */
export interface DiskForecast {
  readonly nodes: number;
  readonly sharedDiskMiB: number;
  /** `ready`: neither image nor base is needed any more. */
  readonly base: 'ready' | 'disk-image' | 'installer';
  readonly image: 'cached' | 'download' | 'build' | 'import';
  /** Size of the image's file, where it is known. */
  readonly imageBytes: number | null;
}

/** Bytes a lab takes from now until soon after its creation: image, second copy of a medium, base, clones, shared disks. */
export function forecastDiskBytes(forecast: DiskForecast): number {
  const { base, image, imageBytes, nodes, sharedDiskMiB } = forecast;
  const clones = diskNeededBytes(nodes, sharedDiskMiB) - baseDiskBytes;
  if (base === 'ready') return clones;
  const guess = { cached: 0, download: downloadBytes, build: buildBytes, import: 0 }[image];
  const fetched = image === 'cached' ? 0 : (imageBytes ?? guess);
  // The installer reads a copy of the medium with another boot menu, beside the base, until it has ended.
  const made = base === 'installer' ? installedDiskBytes + (imageBytes ?? 3 * gibBytes) : baseDiskBytes;
  return fetched + made + clones;
}
