import { posix, win32 } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

type Surroundings = Pick<Platform, 'id' | 'env'>;

function windowsCandidates(env: Surroundings['env']): readonly string[] {
  // One variable may hold several folders.
  const installed = ['VBOX_MSI_INSTALL_PATH', 'VBOX_INSTALL_PATH'].flatMap((name) => (env[name] ?? '').split(';'));
  const programFiles = env.ProgramFiles ?? 'C:\\Program Files';
  const folders = [...installed, win32.join(programFiles, 'Oracle', 'VirtualBox')].filter((folder) => folder !== '');
  return [...folders.map((folder) => win32.join(folder, 'VBoxManage.exe')), 'VBoxManage.exe'];
}

/**
 * Where VBoxManage may be, in the order to try; a bare name means PATH. Apps started from the Finder have a PATH without
 * /usr/local/bin.
 */
export function vboxManageCandidates({ id, env }: Surroundings): readonly string[] {
  switch (id) {
    case 'windows':
      return windowsCandidates(env);
    case 'macos':
      return ['/usr/local/bin/VBoxManage', '/Applications/VirtualBox.app/Contents/MacOS/VBoxManage', 'VBoxManage'];
    case 'linux':
      return ['VBoxManage', posix.join('/usr/bin', 'VBoxManage')];
  }
}
