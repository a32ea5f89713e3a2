import { spawnSync } from 'node:child_process';
import { tool } from './host.ts';

/** Has apt know the packages there are, which a new Debian does not. Says what apt says where it cannot. */
export function needPackageLists(): void {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { stdout } = spawnSync('apt-cache', ['policy', 'cloud-init'], { env, encoding: 'utf8' });
  if (!/Candidate: \d/.test(stdout)) tool('apt-get', 'update');
}
