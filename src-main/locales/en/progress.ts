/** What a step is doing or waiting for right now. */
export const progress = {
  'base-disk': 'copying the image to the disk of the base',
  'port-moved': 'port {{from}} of {{node}} is taken by another program: moved to {{to}}',
  'shutting-down': '{{node}} was asked to shut down',
  'power-cut': '{{node}} did not shut down within {{seconds}} s: its power is cut now',
};
