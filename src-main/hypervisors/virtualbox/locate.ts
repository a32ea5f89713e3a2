import { posix, win32 } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

/** What decides where VBoxManage may be. */
export interface Surroundings extends Pick<Platform, 'id' | 'env'> {
  /** Where Windows' registry says it was installed; null elsewhere, and where it says nothing. */
  readonly installDir: string | null;
}

function windowsCandidates({ env, installDir }: Surroundings): readonly string[] {
  // One variable may hold several folders.
  const installed = ['VBOX_MSI_INSTALL_PATH', 'VBOX_INSTALL_PATH'].flatMap((name) => (env[name] ?? '').split(';'));
  const programFiles = env.ProgramFiles ?? 'C:\\Program Files';
  const registered = installDir === null ? [] : [installDir];
  const folders = [...installed, ...registered, win32.join(programFiles, 'Oracle', 'VirtualBox')].filter(
    (folder) => folder !== '',
  );
  const paths = folders.map((folder) => win32.join(folder, 'VBoxManage.exe'));
  return [...new Set([...paths, 'VBoxManage.exe'])];
}

/**
 * Where VBoxManage may be, in the order to try; a bare name means PATH. Apps started from the Finder have a PATH without
 * /usr/local/bin.
 */
export function vboxManageCandidates(surroundings: Surroundings): readonly string[] {
  switch (surroundings.id) {
    case 'windows':
      return windowsCandidates(surroundings);
    case 'macos':
      return ['/usr/local/bin/VBoxManage', '/Applications/VirtualBox.app/Contents/MacOS/VBoxManage', 'VBoxManage'];
    case 'linux':
      return ['VBoxManage', posix.join('/usr/bin', 'VBoxManage')];
  }
}
