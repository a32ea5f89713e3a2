import { LabError } from './failure.ts';

const gibBytes = 1024 ** 3;

/**
 * What nothing of ours makes the volume of the data folder fall below, 2 GiB: room for the host's own swap file, for a node's log
 * and metadata, and for the user to tidy up in. With nothing left, macOS and Windows stop working before a guest notices.
 */
export const diskFloorBytes = 2 * gibBytes;

/** From here on it is said while nodes run: one `apt upgrade` on each of three nodes leads from here to the floor. */
const diskWarningBytes = 3 * diskFloorBytes;

export const diskRoomLevels = ['ample', 'low', 'short'] as const;
/** `low`: it may be used up by what is running; `short`: nothing new is begun. */
export type DiskRoomLevel = (typeof diskRoomLevels)[number];

/** How much of a matter the free space is. */
export function diskRoomLevel(freeBytes: number): DiskRoomLevel {
  if (freeBytes < diskFloorBytes) return 'short';
  return freeBytes < diskWarningBytes ? 'low' : 'ample';
}

/** True when `neededBytes` more can be written without falling below the floor. */
export function leavesRoom(freeBytes: number, neededBytes: number): boolean {
  return freeBytes - neededBytes >= diskFloorBytes;
}

/** The refusal to write `neededBytes` more to where `path` lies. */
export function diskNearlyFull(
  path: string,
  { freeBytes, neededBytes }: { readonly freeBytes: number; readonly neededBytes: number },
): LabError {
  const params = { path, freeGiB: toGiB(freeBytes), floorGiB: toGiB(diskFloorBytes), neededGiB: toGiB(neededBytes) };
  const message = `${String(freeBytes)} bytes are free, ${String(diskFloorBytes)} stay free, ${String(neededBytes)} are needed`;
  return new LabError('disk-nearly-full', message, { params, evidence: [message] });
}

/** For texts: with one digit behind the point. */
export function toGiB(bytes: number): number {
  return Math.round((bytes / gibBytes) * 10) / 10;
}
