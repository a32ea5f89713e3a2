/** Findings of the host check: `<check>.<finding>`. */
export const checks = {
  'cpu.enough': '{{model}}: {{cores}} cores.',
  'cpu.few-cores': '{{model}}: only {{cores}} core. Nodes and this computer will wait for each other.',
  'memory.enough': '{{totalMiB}} MiB, {{availableMiB}} MiB free: {{fits}} nodes of 1 GiB fit.',
  'memory.few-nodes_one': '{{totalMiB}} MiB: only {{fits}} node of 1 GiB fits.',
  'memory.few-nodes_other': '{{totalMiB}} MiB: only {{fits}} nodes of 1 GiB fit.',
  'memory.too-little': '{{totalMiB}} MiB are too little for a node.',
  'disk.enough': '{{freeGiB}} GiB free for {{path}}.',
  'disk.below-recommended':
    '{{freeGiB}} GiB free for {{path}}; that is enough to begin, {{recommendedGiB}} GiB are recommended.',
  'disk.too-little': '{{freeGiB}} GiB free for {{path}}; a lab of three nodes needs {{neededGiB}} GiB.',
  'hypervisors.found': '{{hypervisor}} {{version}} is ready ({{acceleration}}).',
  'hypervisors.software':
    '{{hypervisor}} {{version}} is there, but no CPU virtualization is usable: guests are emulated in software, about ten times slower.',
  'hypervisors.none': 'No hypervisor was found.',
  'hypervisors.vm-driver-missing': '{{hypervisor}} is installed, but its kernel driver is not loaded.',
  'hypervisors.hypervisor-unusable': '{{hypervisor}} is installed, but it does not work.',
  'hypervisors.virtualization-off': "{{hypervisor}} is there, but the CPU's virtualization is off.",
  'hypervisors.tool-missing': 'A part of {{hypervisor}} is missing.',
  'network.free': 'The subnet {{subnet}} is free for a lab.',
  'network.moved': '{{usual}} is in use here; a lab takes {{subnet}}.',
  'network.no-free-subnet': 'All subnets meant for labs overlap with networks of this computer.',
};
