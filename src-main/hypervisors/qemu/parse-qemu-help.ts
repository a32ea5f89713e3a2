/** Version of a QEMU program. */
export interface QemuVersion {
  readonly major: number;
  readonly minor: number;
  /** As printed, without what the distribution added: `7.2.22`. */
  readonly text: string;
}

/** Reads `qemu-system-* --version` and `qemu-img --version`; null when there is no version in it. */
export function parseQemuVersion(output: string): QemuVersion | null {
  const match = /\bversion (?<text>(?<major>\d+)\.(?<minor>\d+)(?:\.\d+)?)/.exec(output);
  if (match?.groups === undefined) return null;
  const { text = '', major, minor } = match.groups;
  return { major: Number(major), minor: Number(minor), text };
}

/** Reads `qemu-system-* -accel help`: one name a line after a heading. */
export function parseAccelerators(output: string): readonly string[] {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.filter((line) => /^[a-z][a-z0-9-]*$/.test(line));
}
