/** Leftovers: how it is known whose they are, and taking them away. */
export const tidy = {
  'proof-vm': 'Of Big Data Lab, as its machine is in it: {{vms}}.',
  'proof-journal': 'Of Big Data Lab, as its journal is in it.',
  'proof-record': 'Of Big Data Lab, as its record is in it. The next lab prepares it anew.',
  'proof-seed': 'Of Big Data Lab, as the start data of a node are in it.',
  'proof-place': 'Of Big Data Lab, as nobody else writes there. It is fetched or made again when it is wanted.',
  'proof-lock': "Of Big Data Lab, as it names its process. It is in nobody's way.",
  'proof-none': 'Not provably of Big Data Lab: it is left alone.',
  'confirm-all_one': 'Take this one away? What cannot be made again goes to the trash.',
  'confirm-all_other': 'Take these {{count}} away? What cannot be made again goes to the trash.',
  nothing: 'There is nothing to tidy up.',
  'in-trash': 'In the trash',
  gone: 'Removed',
  changed: 'changed {{moment}}',
  remove: 'Tidy up',
  'remove-name': 'Tidy up {{name}}',
  'remove-title': 'Tidy this up?',
  'remove-text':
    '{{path}} goes to the trash, from where you can take it back; what can be fetched or made again is deleted.',
  'remove-all': 'Tidy up all',
  'remove-all-title': 'Tidy all of this up?',
  'remove-all-text':
    'Folders go to the trash, from where you can take them back; what can be fetched or made again is deleted. What is not provably of Big Data Lab stays.',
};
