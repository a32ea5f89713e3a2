/** Reads `reg query <key> /v InstallDir`: the folder, or null. The name of the type stays English in every Windows. */
export function parseInstallDir(stdout: string): string | null {
  const folder = /^\s*InstallDir\s+REG_(?:EXPAND_)?SZ\s+(.*?)\s*$/m.exec(stdout)?.[1] ?? '';
  return folder === '' ? null : folder;
}
