/**
 * The next step on the screen where the general text speaks of the command line: `<area>.<key>` of that one. With forms for
 * numbers where the general text has them.
 */
export const screen = {
  'errors.invalid-input.next': 'Change the value and try again.',
  'errors.no-labs.next': 'Create one under "New lab".',
  'errors.lab-not-named.next': 'Choose one: {{known}}.',
  'errors.lab-not-found.next': 'Your labs: {{known}}.',
  'errors.lab-name-taken.next': 'Choose another name.',
  'errors.node-not-found.next': 'The view of the lab shows which nodes there are.',
  'errors.node-name-taken.next': 'Take another number or another beginning of the names under "More settings".',
  'errors.network-name-taken.next': 'Take another name for the network, or leave it out: then a free one is chosen.',
  'errors.last-node.next': 'Delete the whole lab, or make {{name}} anew.',
  'errors.not-in-trash.next': 'In the trash: {{known}}.',
  'errors.not-enough-memory.next_zero': 'Take smaller nodes, or a computer with more memory.',
  'errors.not-enough-memory.next_one': 'Take only one node, or smaller ones.',
  'errors.not-enough-memory.next_other': 'Take at most {{fits}} nodes, or smaller ones.',
  'errors.subnet-overlaps.next':
    'Leave the field empty to have a free one chosen, or name another, for example 10.88.0.0/24.',
  'errors.port-taken.next': 'Leave the field empty to have free ports chosen, or end the other program.',
  'errors.lab-incomplete.next': 'Open the lab and finish building it, or delete it.',
  'errors.lab-deleting.next': 'Open the lab and finish deleting it, or take it back with "Repair".',
  'errors.wrong-state.next': 'Stop the lab first, or wait until the change is over.',
  'errors.base-in-use.next': 'Delete these labs first, from the trash as well.',
  'errors.base-changed.next': 'Try again: the base is prepared anew, which takes a while.',
  'errors.disk-full.next': 'Make room and try again: it goes on where it stopped.',
  'errors.disk-nearly-full.next': 'Make room ("Storage" shows what may go) and try again: it goes on where it stopped.',
  'errors.hypervisor-missing.next':
    'Install VirtualBox or QEMU; on Debian and Ubuntu: sudo apt install qemu-system-x86 qemu-utils. Then check again.',
  'errors.hypervisor-unusable.next':
    'The check of this computer shows what it reports; installing it anew often helps.',
  'errors.needs-root.next': 'Start Big Data Lab with sudo, or take a finished image from a file.',
  'errors.command-failed.next': 'The details say what it reported. Try again; "Repair" puts a lab back in order.',
  'errors.command-timeout.next': 'Try again in a moment; the view of the lab shows how things stand.',
  'errors.vm-not-found.next': '"Repair" takes the machine up again or makes it anew.',
  'errors.vm-not-ours.next':
    'If you moved it yourself, "Repair" brings it back once it is off. If you edited the record of the lab (lab.json) by hand, undo that change.',
  'errors.vm-start-failed.next': 'The details say why. The check of this computer looks for the usual causes.',
  'errors.vm-broken.next': 'Save what you can from its folder, then make {{node}} anew.',
  'errors.network-of-another-user.next':
    'Wait until that machine is off, and try again. To work side by side, make a lab whose internal network has a name of its own.',
  'errors.medium-missing.next':
    'If you moved it or its drive is unplugged, put it back. Else make {{name}} anew: "Make anew" in its menu.',
  'errors.forward-exists.next': '"Repair" puts the forwards in order.',
  'errors.saved-state-unusable.next':
    'The saved memory is still there. If the program that runs the machine was updated or replaced since, go back to the version that saved it, and start again. Else go back to a snapshot, or make {{name}} anew: that gives the saved memory up, and asks before. In the window of VirtualBox you can also discard the saved state alone: what is on the disk stays.',
  'errors.wrong-text-encoding.next':
    'Please report it together with the details. Until then a name without special letters helps.',
  'errors.not-supported.next': 'The check of this computer shows what your hypervisor can do.',
  'errors.image-unreachable.next': 'Check network and proxy, take a file, or have one built from packages.',
  'errors.image-not-known.next': 'Known images: {{known}}. You can also take a file.',
  'errors.download-failed.next': 'Try again: it goes on where it stopped.',
  'errors.node-not-ready.next': 'Try again, or use "Repair".',
  'errors.guest-command-failed.next': 'The details show what it printed.',
  'errors.host-key-mismatch.next':
    'Starting, resetting and snapshots never change this key. So another program answers there, or the keys were made anew inside the node (by "ssh-keygen -A", for example). Do not remove the old one from "known_hosts", even if ssh advises it. In the first case it helps to stop and start the lab: the node then gets a free port. If you made them anew yourself, make the node anew: it then has the old key again, and what is on it is gone.',
  'errors.guest-setup-failed.next': 'The details are the end of its console. Try again.',
  'errors.malformed-request.next': 'Load the page again. If it stays, please report it with the details.',
  'errors.unexpected.next': 'Please report it together with the details.',
  'fixes.small-nodes': 'Take small nodes with 512 MiB; {{recommendedGiB}} GB are recommended.',
  'fixes.try-it': 'Trying tells for certain: a throw-away virtual machine is started and ended again.',
  'fixes.name-subnet': 'Name a free subnet later under "More settings".',
};
