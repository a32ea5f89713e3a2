import { stringify } from 'yaml';

/** The three documents of a NoCloud seed, as text; file names on the seed image are fixed by cloud-init. */
export interface SeedFiles {
  readonly userData: string;
  readonly metaData: string;
  readonly networkConfig: string;
}

/**
 * YAML as cloud-init reads it. Its parser (PyYAML) speaks YAML 1.1, where a bare `no` is false and `0644` a number, so the
 * text is written by the rules of 1.1: whatever could be misread is quoted.
 */
export function toCloudYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** User-data of the kind "cloud-config": YAML below the line that names it. */
export function toCloudConfig(value: Readonly<Record<string, unknown>>): string {
  return `#cloud-config\n${toCloudYaml(value)}`;
}

/** One entry of `write_files`; `mode` in octal digits, as chmod takes it. */
export function toWrittenFile(path: string, mode: string, content: string): Readonly<Record<string, string>> {
  return { path, owner: 'root:root', permissions: mode, content };
}
