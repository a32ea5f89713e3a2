/** Failures of Parallels Desktop. */
export const parallelsErrors = {
  'parallels-edition': {
    what: 'Your edition of Parallels Desktop has no command line, so this program cannot use it.',
    next: 'Parallels Desktop Pro or Business has one, and so has its free trial. VirtualBox or QEMU work as well: install one of them.',
  },
  'parallels-licence-missing': {
    what: 'Parallels Desktop has no licence yet.',
    next: 'Open Parallels Desktop, sign in and activate Pro or Business, or begin the free trial; then try again.',
  },
  'parallels-licence-expired': {
    what: 'The licence or the trial of Parallels Desktop has expired.',
    next: 'Renew it in the window of Parallels Desktop, then try again. VirtualBox or QEMU work as well: install one of them.',
  },
  'parallels-password': {
    what: 'Parallels Desktop asks for the password of an administrator before it does this, and nobody can type it here.',
    next: 'In the settings of Parallels Desktop, under "Security", switch off that creating, adding, removing and cloning virtual machines need a password; then try again.',
  },
  'parallels-starting': {
    what: 'Parallels Desktop is still starting, or does not start.',
    next: 'Open Parallels Desktop, wait until its window is there, and try again.',
  },
  'parallels-network-off': {
    what: 'The shared network of Parallels Desktop is switched off, so nodes cannot be reached.',
    next: 'In the settings of Parallels Desktop, under "Network", choose "Shared" and tick "Connect Mac to this network".',
  },
};
