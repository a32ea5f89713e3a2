/** Version of Parallels Desktop. */
export interface ParallelsVersion {
  /** `26.1.0` */
  readonly version: string;
  readonly major: number;
}

/** Reads `prlctl version 26.1.0 (57000)`, wherever it stands in the output; null when there is none. */
export function parseVersion(text: string): ParallelsVersion | null {
  const [, version, major] = /prlctl version ((\d+)\.\d+\.\d+)/.exec(text) ?? [];
  return version === undefined || major === undefined ? null : { version, major: Number(major) };
}
