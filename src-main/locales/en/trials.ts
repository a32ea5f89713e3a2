/** Really starting a throw-away VM, and the choice of the hypervisor that follows from it. */
export const trials = {
  starting: 'switching it on ({{acceleration}})',
  waiting: 'waiting for its first sign of life, at most {{seconds}} s ({{acceleration}})',
  'falling-back': 'that way nothing ran; another try: {{acceleration}}',
  'result-native':
    '{{hypervisor}} {{version}} runs virtual machines with the help of the CPU. That is as it should be.',
  'result-slow':
    '{{hypervisor}} {{version}} runs virtual machines, but slowly: the hypervisor of Windows stands in between.',
  'result-software':
    '{{hypervisor}} {{version}} runs virtual machines, but without the help of the CPU: about ten times slower.',
  'result-unknown': '{{hypervisor}} {{version}} runs virtual machines. Its log does not say how fast.',
  'result-failed': '{{hypervisor}} {{version}} could not run a virtual machine.',
  'result-cannot-tell':
    '{{hypervisor}} {{version}} switched the virtual machine on, but it gave no sign of life within {{seconds}} s. That proves nothing; try again when the computer is less busy.',
  'proof-word': 'A tiny program of ours ran in it and answered after {{seconds}} s.',
  'proof-firmware': 'Its firmware answered after {{seconds}} s.',
  'proof-running': 'It stayed switched on. More cannot be seen from outside on this kind of CPU.',
  fallback: 'The faster way did not do: {{reason}}',
  'chosen-virtualbox': 'VirtualBox is made for this, and nothing speaks against it here.',
  'chosen-parallels': 'Parallels is here with a licence that fits; on this computer it is the smoothest way.',
  'chosen-qemu': 'QEMU runs nodes fast here.',
  'chosen-known-bad':
    '{{hypervisor}} works here, but this version has faults that can harm labs. Bring it up to date when you can.',
  'chosen-slow': '{{hypervisor}} works here, but slowly, as the hypervisor of Windows stands in between.',
  'chosen-software':
    '{{hypervisor}} is the last resort here: it emulates the CPU, so everything takes about ten times as long.',
  'chosen-none': 'No hypervisor here can run a lab yet.',
  'next-none': 'Install VirtualBox or QEMU, or mend what the check of this computer found. Then check again.',
  'next-failed': 'Try it again once the cause is mended.',
  proved: 'A virtual machine really ran with it.',
  'not-good': '{{hypervisor}} would work as well.',
  'not-known-bad': '{{hypervisor}}: this version has faults that can harm labs.',
  'not-slow': '{{hypervisor}} would run slowly here, as the hypervisor of Windows stands in between.',
  'not-software': '{{hypervisor}} would have to emulate the CPU here.',
  'not-failed': '{{hypervisor}} could not run a virtual machine when it was tried.',
  'not-unusable': '{{hypervisor}} is installed, but does not work.',
  'not-missing': '{{hypervisor}} is not installed.',
};
