import type { HostFacts } from './host-facts.ts';
import { memoryLimitsMiB } from './lab-spec.ts';

/** Memory sizes offered when the user names none, best first. */
const memoryChoicesMiB = [2048, 1536, 1024, 768, memoryLimitsMiB.min] as const;

const gibBytes = 1024 ** 3;
/** What a prepared base takes on disk, and what a fresh linked clone grows by in its first hours. */
const baseDiskBytes = 2 * gibBytes;
const nodeDiskBytes = 1 * gibBytes;

/** Memory that stays with the host: a quarter, at most 2 GiB. */
export function hostReserveMiB(host: Pick<HostFacts, 'memoryTotalMiB'>): number {
  return Math.min(2048, Math.floor(host.memoryTotalMiB / 4));
}

/** How many nodes of this size the computer can run at once, when nothing else asks for memory. */
export function nodesThatFit(host: Pick<HostFacts, 'memoryTotalMiB'>, memoryMiB: number): number {
  return Math.max(0, Math.floor((host.memoryTotalMiB - hostReserveMiB(host)) / memoryMiB));
}

/** Largest offered memory per node with which `nodes` fit into what is free now, or the smallest when none does. */
export function chooseMemoryMiB(host: HostFacts, nodes: number): number {
  const free = host.memoryAvailableMiB - hostReserveMiB(host) / 2;
  return memoryChoicesMiB.find((size) => size * nodes <= free) ?? memoryLimitsMiB.min;
}

/** Bytes a lab needs on disk soon after its creation; later growth is shown, not demanded. */
export function diskNeededBytes(nodes: number, sharedDiskMiB: number): number {
  return baseDiskBytes + nodes * nodeDiskBytes + sharedDiskMiB * 1024 ** 2;
}
