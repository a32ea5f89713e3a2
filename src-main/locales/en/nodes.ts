/** How a node is, and what can be done to it. */
export const nodes = {
  cpu: 'CPU',
  memory: 'Memory',
  'cpu-label': 'CPU over the last five minutes: now {{now}}, at most {{highest}}.',
  'memory-label': 'Memory over the last five minutes: now {{now}}, at most {{highest}}.',
  uptime: 'Up for',
  'used-of': '{{used}} of {{total}}',
  'disk-inside': 'Disk in node',
  'not-measured': 'not measured',
  'gap-connecting': 'Asking the node how it is …',
  'gap-no-answer': 'The node does not answer over SSH, so nothing can be measured. It is asked again by itself.',
  'gap-stranger': 'Somebody else answers at its port, so nothing is measured.',
  'gap-unreadable': 'What the node tells of itself makes no sense here.',
};
