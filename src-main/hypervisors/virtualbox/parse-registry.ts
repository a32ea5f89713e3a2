/** Reads `reg query <key> /v InstallDir`: the folder, or null. The name of the type stays English in every Windows. */
export function parseInstallDir(stdout: string): string | null {
  const values = stdout.split(/\r?\n/).map((line) => /^InstallDir\s+REG_(?:EXPAND_)?SZ\s+(.*)$/.exec(line.trim())?.[1]);
  return values.find((folder) => folder !== undefined && folder !== '') ?? null;
}
