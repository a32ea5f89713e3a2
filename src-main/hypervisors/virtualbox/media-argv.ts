import type { Argv } from './argv.ts';

export const listDisks: Argv = ['list', '--long', 'hdds'];

export function showDisk(idOrPath: string): Argv {
  return ['showmediuminfo', 'disk', idOrPath];
}

export function cloneDisk(sourcePath: string, targetPath: string): Argv {
  return ['clonemedium', 'disk', sourcePath, targetPath, '--format', 'VDI'];
}

/** Makes VirtualBox forget a medium; its file stays. */
export function closeMedium(kind: 'disk' | 'dvd', idOrPath: string): Argv {
  return ['closemedium', kind, idOrPath];
}

/** Growing only: VirtualBox cannot shrink. The same size again is fine. */
export function resizeDisk(idOrPath: string, bytes: number): Argv {
  return ['modifymedium', 'disk', idOrPath, '--resizebyte', String(bytes)];
}

/** A disk without content, which takes space on the host only as it fills. */
export function createEmptyDisk(path: string, bytes: number): Argv {
  return ['createmedium', 'disk', '--filename', path, '--sizebyte', String(bytes), '--format', 'VDI'];
}

/** A fixed size, as only such a disk can be shared. */
export function createFixedDisk(path: string, sizeMiB: number): Argv {
  return [
    'createmedium',
    'disk',
    '--filename',
    path,
    '--size',
    String(sizeMiB),
    '--format',
    'VDI',
    '--variant',
    'Fixed',
  ];
}
