import { fact, type Fact } from './source.ts';

/** One mounted file system. */
export interface Mount {
  readonly dir: string;
  readonly type: string;
}

/** Lines of Linux' /proc/self/mounts: device, folder, type; blanks in names are written `\040`. */
export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, dir, type] = line.split(' ');
    if (dir === undefined || type === undefined) return [];
    return [
      { dir: dir.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(parseInt(octal, 8))), type },
    ];
  });
}

/** Lines of macOS' `mount`: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)`. */
export function parseMacMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    // Names may hold both marks: the last ones are those of `mount`.
    const bracket = line.lastIndexOf(' (');
    const start = line.lastIndexOf(' on /', bracket);
    const type = /^ \((\w+)[,)]/.exec(line.slice(bracket))?.[1];
    return bracket === -1 || start === -1 || type === undefined ? [] : [{ dir: line.slice(start + 4, bracket), type }];
  });
}

/** The file system that `path` is on: the mount nearest to it, the last of several in one place. */
export function fileSystemOf(mounts: readonly Mount[], path: string): Fact<string> | null {
  const around = mounts.filter(({ dir }) => dir === '/' || path === dir || path.startsWith(`${dir}/`));
  const nearest = around.reduce<Mount | null>(
    (best, mount) => (best === null || mount.dir.length >= best.dir.length ? mount : best),
    null,
  );
  return nearest === null ? null : fact(nearest.type, `${nearest.dir}: ${nearest.type}`);
}
