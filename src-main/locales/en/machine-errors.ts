import type { ErrorText } from '../flatten-errors.ts';

/** Failures of virtual machines, and of the computer they run on. */
export const machineErrors = {
  'virtualization-off': {
    what: "The CPU's virtualization (VT-x, AMD-V) is switched off in the firmware of this computer (BIOS, UEFI). Without it no virtual machine can run.",
    next: 'Switch it on there: it is called VT-x, Intel Virtualization Technology, AMD-V or SVM Mode. Then switch the computer off completely, wait a moment, and switch it on again.',
  },
  'virtualization-unsupported': {
    what: '{{hypervisor}} finds no virtualization in the CPU (no VT-x, no AMD-V).',
    next: 'On Windows another program often hides it: look first whether Hyper-V, WSL2 or Memory Integrity is on. Else switch it on in the firmware. A CPU that really has none cannot run the lab: take another computer, or QEMU, which is slow but needs none.',
  },
  'virtualization-held-by-kvm': {
    what: "The CPU's virtualization is in use already: KVM of this Linux holds it, and VirtualBox cannot share it.",
    next: "Shut down other virtual machines (QEMU, GNOME Boxes, Android emulator, Docker Desktop), then: sudo modprobe -r kvm_intel kvm_amd kvm. For good: add kvm.enable_virt_at_load=0 to the kernel's command line, or take VirtualBox 7.2.2 or later with Linux 6.16 or later.",
  },
  'virtualization-held-by-windows': {
    what: "Windows holds the CPU's virtualization for itself (Hyper-V, WSL2, Docker Desktop or Memory Integrity), and VirtualBox cannot run beside it here.",
    next: 'Update VirtualBox first. If it stays: switch off Memory Integrity under Windows Security, Device security, Core isolation, then run as administrator: bcdedit /set hypervisorlaunchtype off, and restart (not shut down). WSL2 and Docker do not work until you set it back to auto.',
  },
  'vm-driver-missing': {
    what: 'The kernel driver of {{hypervisor}} is not loaded, so its virtual machines cannot start.',
    next: '{{driverFix}}',
  },
  'vm-driver-not-permitted': {
    what: 'The kernel driver of VirtualBox is there, but your user may not use it.',
    next: 'Install VirtualBox anew from its package, which sets the rights; log out and in again. Do not start Big Data Lab as root for this.',
  },
  'vm-driver-mismatch': {
    what: 'The kernel driver of VirtualBox is of another version than VirtualBox itself: most often it was updated and the old driver is still loaded.',
    next: 'Restart the computer. If it stays: on Linux sudo /sbin/vboxconfig builds the driver anew; on Windows install VirtualBox again as administrator.',
  },
  'vm-start-blocked': {
    what: 'Windows did not let VirtualBox start "{{name}}": something put itself between (most often a virus scanner), or the driver of VirtualBox is damaged.',
    next: 'Make an exception for the folder of VirtualBox in the virus scanner. If that does not help, install VirtualBox again as administrator and restart. The lines below name what was refused.',
  },
  'vm-not-ours': {
    what: 'What is recorded for "{{name}}" is no virtual machine that Big Data Lab made there: it lies in {{place}}. So nothing about it was changed.',
    next: 'If you moved it yourself, "bdl repair" brings it back once it is off. If you edited the record of the lab (lab.json) by hand, undo that change.',
  },
  'host-memory-short': {
    what: 'This computer has too little free memory for "{{name}}" right now.',
    next: 'Close other programs (browsers need much), put nodes to sleep that you do not need, or make a lab with smaller nodes.',
  },
  'vm-paused-disk-full': {
    what: 'The disk of this computer is full: "{{name}}" is paused so that nothing is lost.',
    next: 'Free some space, then start it again: it goes on exactly where it stopped.',
  },
  'medium-missing': {
    what: 'A file that "{{name}}" needs is not there any more: {{medium}}.',
    next: 'If you moved it or its drive is unplugged, put it back. Else "bdl repair" tells what is left, and "bdl reset {{name}}" makes the node anew.',
  },
  'medium-in-use': {
    what: 'The disk {{medium}} is still attached to another virtual machine.',
    next: 'Shut that machine down, or detach the disk there, and try again.',
  },
  'medium-uuid-taken': {
    what: 'The disk {{medium}} is a copy: VirtualBox already knows another disk with the same identity.',
    next: 'Move one of the two files elsewhere and try again. To keep both, give the copy an identity of its own: VBoxManage internalcommands sethduuid, followed by its path.',
  },
  'file-in-the-way': {
    what: 'A file from earlier is in the way, most often of a virtual machine that was not removed completely: {{medium}}.',
    next: 'Look into its folder. If there is nothing in it that you need, delete exactly that folder and try again.',
  },
  'forward-exists': {
    what: '"{{name}}" already forwards this port.',
    next: '"bdl repair" puts the forwards in order.',
  },
  'network-name-taken': {
    what: 'The lab "{{owner}}" has a network "{{value}}" already, and nodes of two labs shall not reach each other.',
    next: 'Leave out --network and a free name is chosen, or take another one.',
  },
  'network-of-another-user': {
    what: 'Another user of this computer runs a virtual machine on an internal network of the same name: {{network}}. VirtualBox lets only one user have it at a time.',
    next: 'Wait until that machine is off, and try again. To work side by side, make a lab with a network name of your own: bdl up --network.',
  },
  'vm-network-failed': {
    what: '{{hypervisor}} could not connect the network of "{{name}}".',
    next: 'The lab needs only NAT and an internal network. If the machine was changed by hand, set its adapters back; on macOS update VirtualBox (7.2.2 or later). A restart of the computer often helps.',
  },
  'saved-state-unusable': {
    what: '"{{name}}" does not go on from its saved memory: it was saved by another version, with other settings, or is damaged.',
    next: 'The saved memory is still there. If the program that runs the machine was updated or replaced since, go back to the version that saved it, and start again. Else go back to a snapshot with "bdl restore", or make the node anew with "bdl reset {{name}}": that gives the saved memory up, and asks before. In VirtualBox\'s own window you can also discard the saved state alone: what is on the disk stays.',
  },
  'wrong-text-encoding': {
    what: 'VirtualBox was asked in an alphabet it could not read. That is a fault of Big Data Lab, not yours.',
    next: 'Please report it with the output of "bdl doctor". Until then a name without special letters helps.',
  },
  'kvm-missing': {
    what: "QEMU cannot use KVM: /dev/kvm is missing, so the CPU's virtualization is off, or its kernel module is not loaded.",
    next: 'Switch virtualization on in the firmware, then: sudo modprobe kvm_intel (Intel) or sudo modprobe kvm_amd (AMD). Without it QEMU runs ten times slower.',
  },
  'kvm-not-permitted': {
    what: 'KVM is there, but your user may not use it (/dev/kvm).',
    next: 'sudo usermod -aG kvm $USER, then log out and in again.',
  },
  'hvf-not-permitted': {
    what: "macOS does not let this QEMU use the CPU's virtualization: the program is not signed for it.",
    next: 'Install QEMU anew with Homebrew (brew reinstall qemu), which signs it.',
  },
  'whpx-off': {
    what: 'QEMU finds no accelerator: the Windows Hypervisor Platform is switched off.',
    next: 'Open "Turn Windows features on or off", tick "Windows Hypervisor Platform", and restart.',
  },
  'accelerator-not-built': {
    what: 'This QEMU was built without the accelerator that fits this computer ({{accelerator}}).',
    next: 'Install another QEMU: the package of your distribution on Linux, Homebrew on macOS, the installer of qemu.org on Windows.',
  },
} satisfies Record<string, ErrorText>;
