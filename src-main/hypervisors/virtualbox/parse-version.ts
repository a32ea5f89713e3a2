/** Version of VirtualBox, and what else `--version` said. */
export interface VersionAnswer {
  /** `7.2.22` */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Lines before the version: the wrapper of the Linux packages warns there when the kernel driver is missing. */
  readonly warnings: readonly string[];
}

/** Numbers of a version such as `7.2.22_Debianr175245`; null when it holds none. */
export function parseVersionText(text: string): Omit<VersionAnswer, 'warnings'> | null {
  const match = /(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(text);
  if (match === null) return null;
  const [version, major, minor, patch] = match;
  return { version, major: Number(major), minor: Number(minor), patch: Number(patch) };
}

/** Reads `VBoxManage --version`: the version is on the last line. Null when there is none. */
export function parseVersion(stdout: string): VersionAnswer | null {
  const lines = stdout
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = parseVersionText(lines.at(-1) ?? '');
  return found === null ? null : { ...found, warnings: lines.slice(0, -1) };
}
