import { decodeAttribute, encodeAttribute } from './parse-settings-file.ts';

/** Parts of a path, whichever separator it has. */
function parts(path: string): readonly string[] {
  return path.split(/[/\\]/);
}

/**
 * The two folders that really changed places when a VM moved from `from` to `to`: the parts both end with are the same
 * folder, moved along. `/labs/a/nodes/n1` to `/trash/7/nodes/n1` is `/labs/a` to `/trash/7`.
 */
export function movedRoots(from: string, to: string): { readonly from: string; readonly to: string } {
  const [old, next] = [parts(from), parts(to)];
  let same = 0;
  while (same < Math.min(old.length, next.length) - 1 && old.at(-1 - same) === next.at(-1 - same)) same += 1;
  const cut = (path: string, all: readonly string[]): string =>
    path.slice(0, all.slice(0, all.length - same).join('/').length);
  return { from: cut(from, old), to: cut(to, next) };
}

/** Every path of a settings file that stands below `from`. */
export function pathsBelow(settings: string, from: string): readonly string[] {
  const values = [...settings.matchAll(/="([^"]*)"/g)].map(([, value]) => decodeAttribute(value ?? ''));
  return [...new Set(values.filter((value) => value.startsWith(from) && /^[/\\]/.test(value.slice(from.length))))];
}

/** Puts new paths for old ones into a settings file, attribute by attribute. */
export function replacePaths(settings: string, replacements: ReadonlyMap<string, string>): string {
  return settings.replace(/="([^"]*)"/g, (whole, value: string) => {
    const next = replacements.get(decodeAttribute(value));
    return next === undefined ? whole : `="${encodeAttribute(next)}"`;
  });
}
