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
  'needs-administrator': {
    what: 'The system refused: this takes the rights of an administrator.',
    next: 'Do it in a terminal of an administrator, or ask whoever looks after this computer.',
  },
  'firmware-restart-impossible': {
    what: 'This computer cannot be restarted into its firmware from here.',
    next: 'Restart it as usual and press the key that the guide names, right after the screen turns black.',
  },
  'labs-running': {
    what: 'Labs are still running or being changed: {{known}}. A restart would cut their power.',
    next: 'Stop them or put them to sleep first, then try again.',
  },
};
