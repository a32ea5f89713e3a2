/** What a sleep of this computer did to a lab, and what was done about it. */
export const wake = {
  title: 'Your computer was asleep',
  'all-well': 'Nothing had to be mended: the nodes go on and answer.',
  'went-on': '{{node}} was halted by the sleep and goes on where it was.',
  'clock-seconds': 'The clock of {{node}} was off by a few seconds and is right again.',
  clock: 'The clock of {{node}} was off by {{minutes}} min and is right again.',
  'clock-hours': 'The clock of {{node}} was off by {{hours}} h and is right again.',
  restarted: '{{node}} has started anew meanwhile: programs that ran on it have ended. Its files are there.',
  'left-disk': '{{node}} stays halted until there is room on the disk of your computer.',
  'left-person': '{{node}} stays halted: somebody halted it in the window of the hypervisor.',
  'left-unknown': '{{node}} stays halted: the hypervisor does not say who halted it.',
  'go-on': 'Let it run',
  dismiss: 'OK',
};
