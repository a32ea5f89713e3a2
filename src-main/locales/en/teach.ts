/** What the app explains: each idea in two sentences, and a page on the question about containers. */
export const teach = {
  'virtualization-title': 'Why virtualization?',
  'virtualization-text':
    'Your CPU can divide itself and give several systems a computer of their own each. One laptop becomes a small data centre in which you may try out and break anything.',
  'hypervisor-title': 'What is a hypervisor?',
  'hypervisor-text':
    'The hypervisor is the program that runs virtual machines and shares out CPU, memory and disk among them. Each believes it is a computer of its own and does not disturb the others.',
  'nat-title': 'What is NAT?',
  'nat-text':
    "With NAT the nodes share your laptop's way to the Internet, just as your devices at home share the router. Everything may go out; only what you allow comes in.",
  'internal-network-title': 'What is an internal network?',
  'internal-network-text':
    'The internal network is a cable that only your nodes are plugged into. Here they have fixed addresses and names, and nobody outside listens in.',
  'linked-clone-title': 'What is a linked clone?',
  'linked-clone-text':
    'All nodes read from the same base, and each writes down only what is different about it. That is why a node is made in seconds and takes hardly any room.',
  'snapshot-title': 'What is a snapshot?',
  'snapshot-text':
    'A snapshot keeps how the disks look right now. If something goes wrong later, you put your lab back exactly there.',
  'help-title': 'Help',
  'help-lead': 'It takes little to begin. The rest you learn by using it.',
  'ideas-title': 'The ideas behind it',
  'first-create': 'Create a lab under "New lab". The app leads you step by step.',
  'first-terminal': 'Open a terminal on a node of the lab and start typing.',
  'first-stop': 'Stop the lab when you are done: the nodes shut down, everything stays on their disks.',
  'first-save':
    'Put it to sleep when you are in the middle of something: what is running will be there just the same afterwards.',
  'first-break': 'Feel free to break something. A snapshot always takes you back.',
  'containers-title': 'Why virtual machines and not containers?',
  'containers-lead':
    'Containers are great for shipping programs. To learn how a cluster of computers works, you need computers.',
  'stop-container-title': 'A container stops',
  'stop-container-text':
    'What was written inside the container is gone when it is removed and started anew, and so is its address, mostly. Whatever is to stay has to lie outside.',
  'stop-container-alt':
    'On the left a container runs with data; in the middle it is removed and its data is gone; on the right a new one runs without the data.',
  'stop-vm-title': 'A virtual machine stops',
  'stop-vm-text':
    'The disk stays, the address stays, the name stays. Switched on again, everything is as it was, just like a real computer.',
  'stop-vm-alt':
    'On the left a virtual machine runs with its disk; in the middle it is off and the disk is still there; on the right it runs again with the same disk.',
  'moment-runs': 'runs',
  'moment-stopped': 'stops',
  'moment-again': 'runs again',
  'reasons-title': 'What only computers teach you',
  'reason-kernel-title': 'A kernel for each node',
  'reason-kernel-text':
    'Containers share one kernel. Memory pressure, services, network and file systems only become real when each node has its own.',
  'reason-identity-title': 'Names and addresses that stay',
  'reason-identity-text':
    'Hadoop, Kafka and ZooKeeper rely on a node staying the same node. Here it does so by itself.',
  'reason-failure-title': 'Failures that are real',
  'reason-failure-text':
    'Cut the power of a node and watch what the cluster does. It is no different later, in the data centre.',
  'reason-honest-title': 'And the price',
  'reason-honest-text':
    'A virtual machine takes more memory and starts more slowly. For three to five nodes to learn with, that is well spent.',
  'experiment-title': 'Try it',
  'experiment-text':
    'Write a note on a node and look at its address. Then stop the lab, start it again and have a look.',
  'experiment-write': 'Before stopping',
  'experiment-read': 'After starting',
  'experiment-result': 'The note is there, and the address on the internal network is the same.',
};
