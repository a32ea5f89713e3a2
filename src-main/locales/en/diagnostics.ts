/** The page on which this computer is checked and tried at any time, and the guide to its firmware. */
export const diagnostics = {
  title: 'Diagnostics',
  lead: 'Is this computer fit for labs? Everything is looked at anew whenever you ask, and nothing of it changes your computer.',
  badge_one: '{{count}} open finding',
  badge_other: '{{count}} open findings',
  'choice-title': 'Which hypervisor a lab takes',
  chosen: 'A lab takes {{hypervisor}}',
  'trial-title': 'Try it out',
  'trial-lead':
    'Trying beats studying: a tiny virtual machine is really switched on and thrown away again. That takes a few seconds, needs no image, and touches none of your labs. What it shows counts more than what the check concludes.',
  'nothing-to-try': 'There is no hypervisor here yet that could be tried. Install one first.',
  'not-tried': 'Not tried yet.',
  try: 'Try it',
  'try-again': 'Try it again',
  'tried-at': 'Tried: {{moment}}',
  log: 'What its log says',
  'firmware-title': 'Switch virtualization on in the firmware',
  'firmware-lead':
    'If the check says that the CPU could run virtual machines but may not, a switch in the firmware (BIOS or UEFI) is off. This guide shows where it usually is on your computer.',
  'firmware-open': 'Open the guide',
  computer: 'Your computer: {{name}}',
  'computer-not-known': 'Which maker your computer is from could not be found out; these are the usual ways.',
  'keyboard-drawing': 'Drawing of a keyboard. Stand out: {{keys}}.',
  'menu-drawing': 'Drawing of a menu of the firmware: {{path}}, changed from Disabled to Enabled.',
  then: 'then',
  or: 'or',
  'step-photo': 'Take a photo of this page with your phone: you will not see it in the firmware.',
  'step-key': 'Switch the computer off and on, and press again and again, from the first moment on: {{keys}}',
  'step-menu': 'Look for the switch. Usually it is at: {{menus}}',
  'step-words': 'Names differ. It may also be called: {{words}}. Set it to "Enabled".',
  'step-check': 'Come back here and check again.',
  'switch-none':
    'Computers of this kind have no such switch: virtualization is always on. If it still does not work, look at what else holds it.',
  'switch-outside':
    'This computer is a virtual machine itself. The switch is with its host, where nested virtualization has to be allowed for it.',
  'copy-for-it': 'Copy for the IT department',
  'it-head':
    'Request: please switch on the virtualization of the CPU (VT-x, AMD-V or SVM) in the firmware of this computer. It is needed for virtual machines in a course.',
  restart: 'Restart into the firmware …',
  'restart-administrator': 'Your system will want the rights of an administrator for it.',
  'restart-save-first': 'Is all your work saved?',
  'restart-saving':
    'The computer will restart at once. Save what is open in other programs, and put your labs to sleep or stop them.',
  'restart-saved': 'I have saved my work in all programs.',
  'restart-labs': 'Still running or not finished: {{labs}}. While that is so, the restart is refused.',
  'restart-really': 'Really restart now?',
  'restart-what':
    'The computer restarts and opens the setup of its firmware. To leave it without a change, choose "Exit without saving" there.',
  'restart-now': 'Restart now',
};
