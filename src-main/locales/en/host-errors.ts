/** Failures of the check and the trial of this computer. */
export const hostErrors = {
  'trial-silent': {
    what: 'The virtual machine was switched on ({{acceleration}}), but nothing in it ran within {{seconds}} s.',
    next: 'Try again when the computer is less busy. If it stays so, this way of running virtual machines does not work here.',
  },
  'trial-busy': {
    what: 'A hypervisor is being tried right now (process {{pid}}).',
    next: 'Wait until that is over, then try again.',
  },
};
