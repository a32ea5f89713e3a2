import { describe, expect, it } from 'vitest';
import { diskFloorBytes, diskRoomLevel, leavesRoom } from '../../../src-main/domain/disk-room.ts';
import { chooseMemoryMiB, forecastDiskBytes, leastMemoryMiB } from '../../../src-main/domain/sizing.ts';
import { roomyHost } from '../../fakes/fake-core.ts';

const gibBytes = 1024 ** 3;

describe('the forecast of the disk', () => {
  const lab = { nodes: 3, sharedDiskMiB: 1024, imageBytes: null } as const;
  it.each([
    ['clones and shared disks alone on a base that is ready', { base: 'ready', image: 'cached' }, 4],
    ['a base besides, from an image that is here', { base: 'disk-image', image: 'cached' }, 6],
    ['a download besides', { base: 'disk-image', image: 'download' }, 7],
    ['the copy of a file', { base: 'disk-image', image: 'import', imageBytes: 3 * gibBytes }, 9],
    // The copy in the cache, the copy with another boot menu, the system that is installed.
    ['a medium twice, and what is installed', { base: 'installer', image: 'import', imageBytes: 3 * gibBytes }, 15],
  ] as const)('counts %s', (_title, changes, gib) => {
    expect(forecastDiskBytes({ ...lab, ...changes }) / gibBytes).toBe(gib);
  });
});

describe('room on the disk', () => {
  it.each([
    [diskFloorBytes - 1, 'short'],
    [diskFloorBytes, 'low'],
    [5 * gibBytes, 'low'],
    [6 * gibBytes, 'ample'],
  ] as const)('of %d bytes is %s', (freeBytes, level) => {
    expect(diskRoomLevel(freeBytes)).toBe(level);
  });

  it('is left when exactly the floor stays', () => {
    expect(leavesRoom(diskFloorBytes + 5, 5)).toBe(true);
    expect(leavesRoom(diskFloorBytes + 5, 6)).toBe(false);
  });
});

describe('memory of a node that nobody chose', () => {
  const small = { ...roomyHost, choice: null, memoryTotalMiB: 4096, memoryAvailableMiB: 2600 };
  it('is never less than what its hypervisor runs on this processor', () => {
    const choose = (leastMiB: number): number => chooseMemoryMiB({ ...roomyHost, ...small } as never, 3, leastMiB);

    expect(choose(leastMemoryMiB('amd64', 'virtualbox'))).toBe(512);
    expect(choose(leastMemoryMiB('arm64', 'qemu'))).toBe(512);
    expect(choose(leastMemoryMiB('arm64', 'virtualbox'))).toBe(1024);
  });
});
