/** One text for whoever helps. */
export const support = {
  head: 'Big Data Lab {{version}}: for whoever helps to find a fault. Made {{createdAt}}.',
  about: 'This is plain text. It was saved on this computer and sent to nobody. Read it before you pass it on.',
  without:
    'Taken out: passwords, keys, tokens, names of user and computer, home folder, MACs, mail addresses, serial numbers, addresses of other networks. Words in <> stand there instead. Names of labs and nodes are in it, and what nodes wrote while they started.',
  index: 'What is in it:',
  lines_one: '{{count}} line',
  lines_other: '{{count}} lines',
  'left-out': 'left out, as it would be too large: {{title}}',
  'kind-facts': 'what this computer is',
  'kind-log': 'log of the app',
  'kind-record': 'record',
  'kind-journal': 'what was done',
  'kind-hypervisor': 'log of the hypervisor',
  'kind-serial': 'what a node wrote',
  'section-title': 'Help from somebody else',
  'section-lead':
    'Collects in one text what helps to find a fault: logs, what was done, what this computer is. Passwords, keys and names are taken out. You see all of it before you save it; nothing is sent anywhere.',
  collect: 'Collect and look at it',
  collecting: 'Collecting …',
  title: 'For whoever helps you',
  look: 'This is all that will be in the file. Look through it, then save it and pass it on as you like.',
  content: 'Content of the file',
  save: 'Save',
  saved: 'Saved with {{count}} parts: {{path}}. Read it before you pass it on; nothing was sent.',
};
