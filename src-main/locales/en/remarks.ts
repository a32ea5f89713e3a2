/** What may disappoint about a plan; by code. */
export const remarks = {
  'slow-emulation':
    'No CPU virtualization is usable here: {{hypervisor}} emulates the CPU in software, which is about ten times slower.',
  'memory-tight':
    'The nodes want {{wantedMiB}} MiB of memory, and {{availableMiB}} MiB are free right now. Close other programs before you start.',
  'memory-below-recommended': '{{memoryMiB}} MiB a node is little; {{recommendedMiB}} MiB are recommended.',
  'cores-shared': 'The nodes share the {{cores}} cores of this computer ({{wanted}} wanted).',
};
