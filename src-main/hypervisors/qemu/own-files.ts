const own =
  /^(?:vm\.json|disk\.qcow2(?:\.part)?|pid\.json|qemu\.pid|qemu\.log|efi-variables\.fd|clones\/[0-9a-f-]{36}\.json)$/;

/** True for a file of a VM; the path is relative to the folder of the VM, with `/`. */
export function isQemuFile(path: string): boolean {
  return own.test(path);
}
