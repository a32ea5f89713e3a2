/** What may disappoint about a plan; by code. */
export const remarks = {
  'slow-emulation':
    'No CPU virtualization is usable here: {{hypervisor}} emulates the CPU in software, which is about ten times slower.',
  'memory-tight':
    'The nodes want {{wantedMiB}} MiB of memory, and {{availableMiB}} MiB are free right now. Close other programs before you start.',
  'memory-below-recommended': '{{memoryMiB}} MiB a node is little; {{recommendedMiB}} MiB are recommended.',
  'cores-shared': 'The nodes share the {{cores}} cores of this computer ({{wanted}} wanted).',
  'running-slow':
    "VirtualBox runs in slow mode: Windows holds the CPU's virtualization for itself (Hyper-V, WSL2, Docker Desktop or Memory Integrity). Everything works, but several times slower. The check of this computer shows what to switch off.",
  'running-software':
    'VirtualBox emulates the CPU in software, at least ten times slower than usual. The check of this computer shows why.',
};
