/** What the user reads when installing a hypervisor does not go as it should. */
export const installErrors = {
  'installation-by-hand': {
    what: '{{hypervisor}} cannot be installed from here on this computer.',
    next: 'Install it by hand: {{url}}. Then check this computer again.',
  },
  'installation-declined': {
    what: 'Nothing was installed: the question of your system for an administrator was not agreed to.',
    next: 'Install again and agree, or ask whoever looks after this computer.',
  },
  'installation-forbidden': {
    what: 'Nothing was installed: the rules of this computer do not allow it.',
    next: 'Ask whoever looks after this computer to install {{hypervisor}}; the lines below say what was refused.',
  },
  'installation-failed': {
    what: 'The installation of {{hypervisor}} failed; {{program}} ended with exit code {{exitCode}}.',
    next: 'The lines below say what it reported. Install again, or by hand from the page of its makers.',
  },
  'installation-not-proved': {
    what: '{{hypervisor}} was installed without a complaint, and cannot be run yet.',
    next: 'Restart the computer, open Big Data Lab again and let it check once more.',
  },
  'installer-busy': {
    what: 'Another installation is going on, so {{hypervisor}} could not be installed.',
    next: 'Wait until it has ended (often these are the updates of your system), then install again.',
  },
  'installer-offline': {
    what: '{{hypervisor}} could not be downloaded.',
    next: 'Check the connection to the Internet, then install again.',
  },
  'installer-disk-full': {
    what: 'There is not enough space on the disk to install {{hypervisor}}.',
    next: 'Free some space, then install again.',
  },
  'update-list-unusable': {
    what: 'The release list at {{url}} could not be read.',
    next: 'Check the address in the settings and the connection to the Internet. Your labs do not need it.',
  },
  'restart-needed': {
    what: '{{hypervisor}} is installed; your system wants a restart before it can be used.',
    next: 'Restart the computer and open Big Data Lab again: it goes on where you stopped.',
  },
};
