/** Files VirtualBox and this driver write below the folder of a VM (7.2.22), whatever the VM is called. */
const patterns: readonly RegExp[] = [
  /^(?:base\.vdi|unfinished\.txt)$/,
  /\/[^/]+\.vbox(?:-prev|-tmp|-next)?$/,
  /\/[^/]+\.nvram$/,
  /\/Logs\/VBox[\w-]*\.log(?:\.\d+)?$/,
  /\/Snapshots\/(?:\{[0-9a-f-]{36}\}\.vdi|[^/]+\.sav)$/i,
];

/** True for a file of a VM; the path is relative to the folder of the VM, with `/`. */
export function isVirtualBoxFile(path: string): boolean {
  return patterns.some((pattern) => pattern.test(path));
}
