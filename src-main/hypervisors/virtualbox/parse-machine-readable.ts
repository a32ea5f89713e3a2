/** One `key=value` of machine-readable output, in the order VBoxManage printed it. */
export interface MachineReadableEntry {
  readonly key: string;
  readonly value: string;
}

/**
 * Values that VBoxManage 7.2 prints with `\"` and `\\`: names, descriptions and paths. Everything else (snapshot names,
 * network names, forwards) comes as it is, quotes included.
 */
const escapedKey = /^(?:name|description|CfgFile|SnapFldr|LogFldr|VMStateFile|.+-\d+-\d+)$/;
/** Values that may go on over several lines. */
const multiLineKey = /^(?:description|SnapshotDescription(?:-\d+)*)$/;
const entryLine = /^(?:"([^"]+)"|([^\s"=][^=]*))=(.*)$/;

/** True for a line with the quote that ends a value: one behind an even number of backslashes. */
function endsValue(line: string): boolean {
  if (!line.endsWith('"')) return false;
  let backslashes = 0;
  while (line.charAt(line.length - 2 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

function unquote(key: string, value: string): string {
  const inner = /^"([\s\S]*)"$/.exec(value)?.[1];
  if (inner === undefined) return value;
  return escapedKey.test(key) ? inner.replace(/\\(["\\])/g, '$1') : inner;
}

/**
 * Splits the output of `--machinereadable`. Lines without a key are skipped: VBoxManage 7.2 prints a stray ` rec_screen0`,
 * and the Linux wrapper its warning about the kernel driver.
 */
export function parseMachineReadable(text: string): readonly MachineReadableEntry[] {
  const lines = text.split(/\r?\n/);
  const entries: MachineReadableEntry[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const match = entryLine.exec(lines[index] ?? '');
    const key = match?.[1] ?? match?.[2];
    const value = match?.[3];
    if (key === undefined || value === undefined) continue;
    const parts = [value];
    if (multiLineKey.test(key) && value.startsWith('"')) {
      let isOpen = value === '"' || !endsValue(value);
      while (isOpen && index + 1 < lines.length) {
        index += 1;
        const part = lines[index] ?? '';
        parts.push(part);
        isOpen = !endsValue(part);
      }
    }
    entries.push({ key, value: unquote(key, parts.join('\n')) });
  }
  return entries;
}
