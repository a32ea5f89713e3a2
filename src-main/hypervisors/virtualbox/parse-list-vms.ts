/** One line of `list vms`. `accessible` is false when VirtualBox cannot read the settings of the VM. */
export interface ListedVm {
  readonly vmId: string;
  readonly name: string;
  readonly accessible: boolean;
}

/** Reads `list vms` and `list runningvms`. A name may hold quotes and braces: the UUID is taken from the right. */
export function parseListVms(text: string): readonly ListedVm[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^"(.*)" \{([0-9a-f-]{36})\}$/.exec(line);
    if (match === null) return [];
    const name = match[1] ?? '';
    return { vmId: match[2] ?? '', name, accessible: name !== '<inaccessible>' };
  });
}
