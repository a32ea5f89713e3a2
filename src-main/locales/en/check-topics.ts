/** What each check of this computer is about: its title, what that is for a beginner, and why it matters. */
export const checkTopics = {
  'report-head': 'Check of a computer for Big Data Lab {{version}}',
  'report-data': '[data folder]',
  'report-home': '[home folder]',
  'report-computer': '[computer]',
  'report-user': '[user]',
  'report-mac': '[MAC address]',
  'status-ok': 'All right:',
  'status-warning': 'Stands out:',
  'status-problem': 'Problem:',
  'status-unknown': 'Not known:',
  'group-virtualization': 'Virtualization',
  'group-hypervisors': 'Hypervisors',
  'group-resources': 'Memory, disk and CPU',
  'group-network': 'Network',
  'group-surroundings': 'Surroundings',
  'trial.title': 'Trial',
  'trial.what':
    'For a trial, a tiny virtual machine is really started and thrown away again. Trying tells more than any setting.',
  'trial.why': 'What a trial showed counts more than what the other checks conclude.',
  'architecture.title': 'Kind of CPU',
  'architecture.what':
    'CPUs speak different languages: x86 (Intel, AMD) or ARM (Apple M series, Snapdragon). Nodes always get a system for the CPU that is really there.',
  'architecture.why': 'Today’s Linux systems need a CPU with 64 bits.',
  'rosetta.title': 'Rosetta',
  'rosetta.what':
    'Rosetta lets programs for Intel Macs run on Macs with an M chip. Big Data Lab itself should not run that way, as there is an edition made for your chip.',
  'rosetta.why': 'Under Rosetta a program believes that it is on an Intel Mac and would choose images that cannot run.',
  'virtualization.title': 'CPU with virtualization',
  'virtualization.what':
    'Virtualization lets the CPU itself run virtual machines. Intel calls it VT-x, AMD calls it AMD-V or SVM, and on ARM it is simply part of the CPU.',
  'virtualization.why': 'With it your nodes run about as fast as your computer; without it about ten times slower.',
  'firmware.title': 'Switch in the firmware',
  'firmware.what':
    'The firmware (BIOS or UEFI) is what starts first when you switch your computer on. On many PCs it has a switch for virtualization, and some come with it off.',
  'firmware.why': 'As long as the switch is off, no program can use the virtualization of the CPU.',
  'slat.title': 'Second-level addresses',
  'slat.what':
    'This lets the CPU translate memory addresses of virtual machines by itself. Intel calls it EPT, AMD calls it NPT or RVI; nearly every CPU since 2010 has it.',
  'slat.why': 'Without it virtual machines are slow, and some hypervisors do not run at all.',
  'other-hypervisor.title': 'Another hypervisor',
  'other-hypervisor.what':
    'Only one program at a time can have the virtualization of the CPU to itself. Parts of the system use it too, often without showing themselves.',
  'other-hypervisor.why':
    'If another one holds it, VirtualBox runs slower or not at all, although all switches are right.',
  'kvm.title': 'KVM',
  'kvm.what':
    'KVM is the part of Linux that lets QEMU use the virtualization of the CPU. Programs reach it through the device /dev/kvm.',
  'kvm.why': 'With KVM, QEMU is fast; without it, QEMU has to emulate every command of the CPU.',
  'hypervisors.title': 'Hypervisor',
  'hypervisors.what':
    'A hypervisor is the program that runs virtual machines. Big Data Lab works with VirtualBox, Parallels and QEMU, and picks the best one it finds.',
  'hypervisors.why':
    'Without a hypervisor there are no virtual machines. With the help of the CPU they run about ten times faster than emulated.',
  'virtualbox.title': 'VirtualBox',
  'virtualbox.what':
    'VirtualBox is a free hypervisor for Windows, macOS and Linux. It shows your nodes in a window of its own as well.',
  'virtualbox.why': 'Some versions have faults that can cost data or a network, so the version counts too.',
  'parallels.title': 'Parallels Desktop',
  'parallels.what':
    'Parallels Desktop is a paid hypervisor for Macs. Only its editions Pro and Business can be operated by other programs.',
  'parallels.why': 'On Macs with an M chip it is the most proven way, if there is a licence.',
  'qemu.title': 'QEMU',
  'qemu.what':
    'QEMU is a free hypervisor without a window of its own. It can also emulate a CPU, and so runs where nothing else does.',
  'qemu.why': 'It is the way out when VirtualBox cannot run here.',
  'secure-boot.title': 'Secure Boot',
  'secure-boot.what':
    'With Secure Boot the computer loads only drivers that carry a signature it knows. Drivers that were built on this computer need one of your own.',
  'secure-boot.why': 'The driver of VirtualBox is refused by the kernel while it is not signed.',
  'rights.title': 'Administrator rights',
  'rights.what':
    'An administrator may install programs and change settings of the whole computer. For using Big Data Lab you need not be one.',
  'rights.why': 'Some steps, such as installing a hypervisor, work only with these rights.',
  'cpu.title': 'Cores',
  'cpu.what': 'A core computes one thing at a time. CPUs of today have several, and your nodes share them.',
  'cpu.why': 'When there are few cores, the nodes take turns and get slower.',
  'memory.title': 'Memory',
  'memory.what':
    'Memory (RAM) is where running programs keep what they work on. A node is a whole computer and needs memory of its own.',
  'memory.why': 'Every running node takes its memory all for itself. A part always stays with your computer.',
  'disk.title': 'Disk',
  'disk.what':
    'This is about room on the disk that holds your labs. Nodes share one base and write down only what differs.',
  'disk.why': 'Nodes grow with what you do inside, and a full disk stops them in the middle of their work.',
  'network.title': 'Network of the lab',
  'network.what':
    'Your nodes talk to each other over a network that only they are on. It needs a range of addresses (a subnet) of its own.',
  'network.why': 'It must not overlap a network your computer uses already, such as that of a VPN.',
  'internet.title': 'Internet',
  'internet.what':
    'The image for your nodes is downloaded once from the maker of the system. In some networks this goes through a proxy, a computer that passes it on.',
  'internet.why': 'Without the Internet you need the image as a file, from a USB stick for example.',
  'ports.title': 'Ports',
  'ports.what':
    'A port is a numbered door of your computer. Each node gets one, and behind it you find its terminal; nobody from outside can use it.',
  'ports.why': 'A door that another program uses already cannot be used a second time.',
  'power.title': 'Power and sleep',
  'power.what': 'Laptops save power: they go to sleep after a while, and are slower when they run on the battery.',
  'power.why': 'When your computer sleeps, a download stops, and so do your nodes.',
  'paths.title': 'Folder for your labs',
  'paths.what':
    'All disks of your nodes lie in one folder, the data folder. It belongs on a disk within this computer.',
  'paths.why':
    'Network drives and folders that are synced to a cloud damage the disks of running nodes, or are very slow.',
};
