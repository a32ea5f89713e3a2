import { chmod, mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dpkgTrimOptions, guestFiles, guestLinks, guestSources } from './recipe.ts';

/**
 * Writes what is laid over the guest's tree. Modes are set one by one, since they are copied to the guest, folders too, and the
 * app may run with a umask that keeps others out.
 */
export async function writeOverlay(overlayDir: string): Promise<void> {
  await makeGuestDir(overlayDir, overlayDir);
  for (const { path, content } of guestFiles) {
    await makeGuestDir(overlayDir, dirname(join(overlayDir, path)));
    await writeGuestFile(join(overlayDir, path), content);
  }
  for (const { path, target } of guestLinks) {
    await makeGuestDir(overlayDir, dirname(join(overlayDir, path)));
    await symlink(target, join(overlayDir, path));
  }
}

/** Creates `dir` and its parents down from `topDir`, all open to read for everybody. */
async function makeGuestDir(topDir: string, dir: string): Promise<void> {
  if (dir !== topDir) await makeGuestDir(topDir, dirname(dir));
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o755);
}

async function writeGuestFile(path: string, content: string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o644);
}

/** Takes away what only the installation needed, and what every guest must make for itself: host keys and machine id. */
export async function finishTree(treeDir: string): Promise<void> {
  const dpkgDir = join(treeDir, 'etc/dpkg/dpkg.cfg.d');
  await rm(join(dpkgDir, '99mmdebstrap'), { force: true });
  await writeGuestFile(join(dpkgDir, 'big-data-lab'), `${dpkgTrimOptions.join('\n')}\n`);

  await writeGuestFile(join(treeDir, 'etc/apt/sources.list'), guestSources);

  const sshDir = join(treeDir, 'etc/ssh');
  const hostKeys = (await readdir(sshDir)).filter((name) => name.startsWith('ssh_host_'));
  for (const name of hostKeys) await rm(join(sshDir, name));

  // Empty, not absent: without the file the first boot gets no lease from DHCP (systemd 252).
  await writeFile(join(treeDir, 'etc/machine-id'), '', { flag: 'a' });
  await truncate(join(treeDir, 'etc/machine-id'), 0);
  await rm(join(treeDir, 'var/lib/dbus/machine-id'), { force: true });
  await mkdir(join(treeDir, 'var/lib/dbus'), { recursive: true });
  await symlink('/etc/machine-id', join(treeDir, 'var/lib/dbus/machine-id'));
}
