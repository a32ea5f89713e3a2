/** How full the disk is, and what may leave it. */
export const room = {
  low: 'Only {{free}} are free on the disk of your labs. When it is full, the nodes are halted.',
  short: 'Only {{free}} are free on the disk of your labs. Nothing new is begun until there is more.',
  reclaim: 'What may go without a loss: {{list}}.',
  'reclaim-nothing': 'Nothing of Big Data Lab can go without a loss: make room elsewhere on the disk.',
  'kind-trash': 'trash {{size}}',
  'kind-image': 'images {{size}}',
  'kind-base': 'unused bases {{size}}',
  'kind-part': 'begun downloads {{size}}',
  'to-storage': 'Make room',
  'halted-title': 'Halted: the disk was full',
  'halted-text':
    'Nothing is lost: {{nodes}} stopped in the middle of a write and goes on exactly there once there is room.',
  'halted-go-on': 'Go on',
};
