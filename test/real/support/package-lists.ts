import { tool } from './host.ts';

/** Has apt know the packages there are, which a new Debian does not. Says what apt says where it cannot. */
export function needPackageLists(): void {
  // Nothing for a name it has never heard; else the version that would be installed, whatever the word for it.
  if (!/^ {2}\S.*: \d/m.test(tool('apt-cache', 'policy', 'cloud-init'))) tool('apt-get', 'update');
}
