import type { FailureInfo } from '../../domain/operation.ts';
import type { ErrorText } from '../flatten-errors.ts';
import { hostErrors } from './host-errors.ts';
import { installErrors } from './install-errors.ts';
import { machineErrors } from './machine-errors.ts';
import { parallelsErrors } from './parallels-errors.ts';

/** What happened and why, and the next step; by error code. */
export const errors = {
  'unknown-command': {
    what: 'There is no command "{{value}}".',
    next: '{{suggestion}}"bdl --help" shows every command.',
  },
  'unknown-option': {
    what: '"{{command}}" has no option "{{value}}".',
    next: '{{suggestion}}"{{command}} --help" shows every option.',
  },
  'missing-argument': {
    what: '"{{command}}" needs to know more: {{name}}.',
    next: 'This is how: {{usage}}',
  },
  'missing-option-value': {
    what: 'The option "{{option}}" needs a value.',
    next: 'This is how: {{usage}}',
  },
  'too-many-arguments': {
    what: '"{{command}}" cannot make sense of that many words: {{value}}.',
    next: 'This is how: {{usage}} – names with blanks go into quotes.',
  },
  'not-signed-in': {
    what: 'This page is not connected to Big Data Lab any more.',
    next: 'Open the address again that it showed when it started, or start it anew.',
  },
  'foreign-request': {
    what: 'The request came from another page, or over another address ({{value}}). Nothing was done.',
    next: 'Open the address that Big Data Lab showed when it started.',
  },
  'unknown-method': {
    what: 'Page and program do not fit together: "{{value}}" is not known.',
    next: 'Load the page again. If that does not help, start Big Data Lab anew.',
  },
  'malformed-request': {
    what: 'Page and program did not understand each other ({{reason}}). Nothing was done.',
    next: 'Load the page again. If it stays, please report it with the output of "bdl doctor".',
  },
  'request-too-large': {
    what: 'The request is too large: more than {{maxKiB}} KiB. Nothing was done.',
    next: 'Make it smaller, or use a file.',
  },
  'operation-not-found': {
    what: 'This operation is not known any more.',
    next: 'The operations that are still known are shown in the list.',
  },
  'transfer-not-known': {
    what: 'This file was not announced, was sent already, or its turn is over.',
    next: 'Choose the file again.',
  },
  'screens-not-built': {
    what: 'The screens of the app are missing (looked for in {{path}}).',
    next: '"npm start" in the project\'s folder builds them; an installed Big Data Lab has to be installed anew.',
  },
  'invalid-input': {
    what: 'The value "{{value}}" for {{field}} does not work; expected: {{expected}}.',
    next: 'Change the value and try again. With --help every command shows what is possible.',
  },
  'invalid-lab-name': {
    what: 'A lab cannot be called "{{value}}".',
    next: 'Take 1 to 40 characters: letters, digits, blanks, dots, dashes and round brackets, beginning with a letter or a digit. In the way here: {{forbidden}}',
  },
  'draft-building': {
    what: 'The wizard is building a lab: its settings are not replaced.',
    next: 'Open the lab file once that is finished.',
  },
  'no-labs': {
    what: 'There is no lab yet.',
    next: '"bdl up" makes one.',
  },
  'lab-not-named': {
    what: 'There are several labs, and none was named.',
    next: 'Name one: {{known}}.',
  },
  'lab-not-found': {
    what: 'There is no lab called "{{name}}".',
    next: 'Your labs: {{known}}. "bdl list" shows more about them.',
  },
  'lab-name-taken': {
    what: 'The lab "{{name}}" already exists, or uses the same names or network.',
    next: 'Choose another name, or look at it with "bdl status".',
  },
  'node-not-found': {
    what: 'There is no node called "{{name}}".',
    next: '"bdl status" shows the names of your nodes.',
  },
  'node-name-taken': {
    what: 'The lab "{{owner}}" has a node "{{value}}" already.',
    next: 'Leave out --first-number and free names are chosen, or take another number, or another beginning with --prefix.',
  },
  'last-node': {
    what: '"{{name}}" is the last node of its lab, and a lab keeps at least one.',
    next: 'Delete the whole lab with "bdl delete", or make the node anew with "bdl reset {{name}}".',
  },
  'snapshot-not-found': {
    what: 'There is no snapshot called "{{name}}".',
    next: 'Snapshots of this lab: {{known}}.',
  },
  'snapshot-name-taken': {
    what: 'There is a snapshot called "{{name}}" already.',
    next: 'Choose another name. Snapshots of this lab: {{known}}.',
  },
  'not-in-trash': {
    what: 'There is no lab called "{{name}}" in the trash.',
    next: 'In the trash: {{known}}. "bdl trash" shows more about it.',
  },
  'not-enough-memory': {
    what: {
      one: 'One node with {{memoryMiB}} MiB does not fit into the {{totalMiB}} MiB of memory of this computer.',
      other:
        '{{nodes}} nodes with {{memoryMiB}} MiB each do not fit into the {{totalMiB}} MiB of memory of this computer.',
    },
    next: {
      zero: 'Take smaller nodes, for example --memory 512, or a computer with more memory.',
      one: 'Take one node only (--nodes 1), or smaller ones, for example --memory 512.',
      other: 'Take at most {{fits}} nodes (--nodes {{fits}}), or smaller ones, for example --memory 512.',
    },
  },
  'not-enough-disk': {
    what: 'The lab needs about {{neededGiB}} GiB of disk, and {{floorGiB}} GiB stay with your computer; {{freeGiB}} GiB are free.',
    next: 'Free some space, or move the data folder to a larger disk by setting BDL_HOME.',
  },
  'subnet-overlaps': {
    what: 'The subnet {{subnet}} is in use already: {{owner}}.',
    next: 'Leave out --subnet and a free one is chosen, or name another, for example 10.88.0.0/24.',
  },
  'port-taken': {
    what: 'Port {{port}} on this computer is taken by another program.',
    next: 'Leave the port out and a free one is chosen, or close the other program and try again.',
  },
  'lab-busy': {
    what: 'This lab is being worked on right now: {{purpose}} (process {{pid}}).',
    next: 'Wait until that has finished, then try again.',
  },
  'lab-incomplete': {
    what: 'The lab "{{name}}" is not finished yet.',
    next: 'Go on with "bdl up --name \'{{name}}\'", or remove it with "bdl delete \'{{name}}\'".',
  },
  'lab-deleting': {
    what: 'The deletion of the lab "{{name}}" was begun and not finished.',
    next: 'Finish it with "bdl delete \'{{name}}\'", or take the lab back with "bdl repair \'{{name}}\'".',
  },
  'wrong-state': {
    what: '"{{name}}" is in a state in which this is not possible ({{state}}).',
    next: '"bdl status" shows the states. Shut it down first ("bdl stop"), or wait until the change is over.',
  },
  'base-in-use': {
    what: 'The base "{{name}}" cannot be deleted: nodes stand on it ({{users}}).',
    next: 'Delete those labs first; "bdl trash empty" makes the deletion final.',
  },
  'base-changed': {
    what: 'The base "{{name}}" was changed outside of Big Data Lab: the state that nodes begin with is gone.',
    next: 'Run the same command again: the base is prepared anew, which takes a while.',
  },
  'confirmation-needed': {
    what: 'This needs a confirmation, and nobody is here to give it.',
    next: 'Add --yes if you are sure.',
  },
  'data-folder-not-writable': {
    what: 'Nothing can be written to {{path}}.',
    next: 'Check the permissions of the folder, or choose another one by setting BDL_HOME.',
  },
  'disk-full': {
    what: 'The disk is full; {{path}} could not be written. Nothing that was complete is lost.',
    next: 'Free some space and run the same command again: it goes on where it stopped.',
  },
  'leftover-kept': {
    what: '{{path}} is left alone: it is in use, gone already, or not provably of Big Data Lab.',
    next: 'Look once more. What you put there yourself you can remove by hand.',
  },
  'disk-nearly-full': {
    what: 'Only {{freeGiB}} GiB are free on the disk of {{path}}. {{floorGiB}} GiB stay free for your computer, so this stops here. What is there already stays.',
    next: 'Make room (bdl images and bdl trash show what may go) and give the same command again: it goes on where it stopped.',
  },
  'stored-file-damaged': {
    what: 'The file {{path}} is damaged and was left as it is.',
    next: 'Restore it from a backup, or move it away. Your virtual machines are untouched.',
  },
  'stored-file-too-new': {
    what: 'The file {{path}} was written by a newer version of Big Data Lab: it has format {{version}}, and this version knows formats up to {{known}}. Nothing in it was changed.',
    next: 'Install the version you worked with last, or a newer one.',
  },
  'hypervisor-missing': {
    what: 'No usable hypervisor was found (wanted: {{hypervisor}}).',
    next: 'Install VirtualBox or QEMU; on Debian and Ubuntu: sudo apt install qemu-system-x86 qemu-utils. Then run "bdl check".',
  },
  'hypervisor-unusable': {
    what: '{{hypervisor}} is installed, but it does not work.',
    next: 'Run "bdl check" to see what it says; often a new installation helps.',
  },
  'tool-missing': {
    what: 'The program "{{tool}}" is missing.',
    next: 'Install the package {{package}} and try again.',
  },
  'ssh-missing': {
    what: 'The SSH client "ssh" is missing on this computer; it is what opens terminals on your nodes.',
    next: 'Install it. Windows: Settings, System, Optional features, OpenSSH Client. Debian and Ubuntu: sudo apt install openssh-client. macOS brings it along.',
  },
  'terminals-missing': {
    what: 'The part of Big Data Lab that shows terminals is missing, or was made for another computer.',
    next: 'Install Big Data Lab anew. Until then, this opens a terminal on the node in any window: {{command}}',
  },
  'needs-root': {
    what: 'Building an image from packages needs administrator rights.',
    next: 'Run the command with sudo, or give a finished image with --image file:/path/to/image.',
  },
  'command-failed': {
    what: 'The program {{program}} reported an error (exit code {{exitCode}}).',
    next: 'The lines below say what it reported. Try again; "bdl repair" brings a lab back in order.',
  },
  'command-timeout': {
    what: 'The program {{program}} did not answer in time. That does not mean that anything is gone.',
    next: 'Try again in a moment; "bdl status" shows how things are.',
  },
  'vm-not-found': {
    what: 'The hypervisor does not know the virtual machine of "{{name}}".',
    next: 'Run "bdl repair": it takes the machine up again or makes it anew.',
  },
  'vm-busy': {
    what: 'The virtual machine "{{name}}" does not answer right now, or something else is using it.',
    next: "Close its settings in the hypervisor's own window, wait a moment and try again.",
  },
  'vm-start-failed': {
    what: 'The virtual machine "{{name}}" did not start.',
    next: 'The lines below say why. "bdl check" looks for the usual causes.',
  },
  'vm-broken': {
    what: 'The virtual machine of "{{node}}" is damaged.',
    next: 'Save what you can from its folder, then make it anew with "bdl reset {{node}}".',
  },
  ...hostErrors,
  ...parallelsErrors,
  'not-supported': {
    what: 'This is not possible here ({{what}}).',
    next: '"bdl doctor" shows what your hypervisor can do.',
  },
  'image-unreachable': {
    what: 'The image {{image}} cannot be downloaded: its server cannot be reached.',
    next: 'Check the network and the proxy, or use a file (--image file:/path), or build one from packages (--image debian-packages).',
  },
  'image-not-known': {
    what: 'There is no image called "{{image}}".',
    next: 'Known images: {{known}}. A file of your own: --image file:/path.',
  },
  'image-damaged': {
    what: 'The image {{path}} is damaged or incomplete ({{reason}}).',
    next: 'Download it again; its checksum must match.',
  },
  'image-not-usable': {
    what: 'The file {{path}} cannot be used as an image ({{reason}}).',
    next: 'Use a cloud image in qcow2, raw, VMDK or VDI format.',
  },
  'folder-not-readable': {
    what: 'The folder {{path}} cannot be shown ({{reason}}).',
    next: 'Choose another folder. If it is on a stick, look whether it is plugged in.',
  },
  'signature-invalid': {
    what: 'The list of checksums for {{image}} is not signed by its publisher. It was not used.',
    next: 'Try again later or from another network. If it stays, tell the people who run your network.',
  },
  'download-failed': {
    what: 'The download of {{url}} broke off ({{reason}}).',
    next: 'Run the same command again: it goes on where it stopped.',
  },
  'node-not-ready': {
    what: 'The node {{node}} did not become ready. Still missing: {{requirement}}.',
    next: 'Look at its console in serial.log, or run "bdl repair".',
  },
  'guest-command-failed': {
    what: 'A command on {{node}} failed (exit code {{exitCode}}).',
    next: 'The lines below are what it printed.',
  },
  'host-key-mismatch': {
    what: 'The node at port {{port}} shows another host key than the one made for it. Nothing was sent to it.',
    next: 'Starting, resetting and snapshots never change this key. So another program answers there, or the keys were made anew inside the node (by "ssh-keygen -A", for example). Do not remove the old one from "known_hosts", even if ssh advises it. In the first case "bdl stop" and "bdl start" help: that takes a free port. If you made them anew, "bdl reset <node>" brings the old key back; what is on the node is gone then.',
  },
  'guest-setup-failed': {
    what: 'Preparing the guest failed in the step "{{step}}".',
    next: 'The lines below are the end of its console. Run the same command again to try once more.',
  },
  'file-not-copied': {
    what: '"{{name}}" could not be copied to {{node}}; nothing of it is left there.',
    next: 'The details say why; often the disk of the node is full. Try again.',
  },
  ...installErrors,
  ...machineErrors,
  unexpected: {
    what: 'Something unexpected happened: {{message}}',
    next: 'Please report it with the output of "bdl doctor".',
  },
} satisfies Record<FailureInfo['code'], ErrorText>;
