/** Ways out of what a check of this computer found, by the id of the fix. */
export const fixes = {
  'action-firmware-guide': 'Show me how',
  'action-trial': 'Try it out',
  'action-install-hypervisor': 'Install a hypervisor',
  'action-check-again': 'Check again',
  'as-administrator': 'Needs a terminal with the rights of an administrator.',
  'fewer-nodes': 'Begin with one or two nodes.',
  'small-nodes': 'Take small nodes (--memory 512); {{recommendedMiB}} MiB are recommended.',
  'more-memory': 'Use a computer with more memory; {{recommendedMiB}} MiB are recommended.',
  'watch-disk': 'Keep an eye on it, or move the data folder with BDL_HOME.',
  'free-disk': 'Free some space, or move the data folder with BDL_HOME.',
  'name-subnet': 'Name a free subnet with --subnet.',
  'firmware-switch':
    'Switch virtualization on in the firmware (VT-x, AMD-V or SVM), then switch the computer off and on again.',
  'install-hypervisor': 'Install a hypervisor: VirtualBox or QEMU.',
  'virtualbox-download': 'VirtualBox is on the page of its makers:',
  'load-vbox-driver': 'Load the driver of VirtualBox:',
  'install-vbox-driver': 'If that does not help, install what builds the driver for your kernel:',
  'reinstall-hypervisor': 'Install {{hypervisor}} again.',
  'install-qemu-tools': 'Install the tools of QEMU as well:',
};
