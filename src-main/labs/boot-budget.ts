/**
 * How many nodes may boot at the same time. A boot waits for its disk about half of its time, so two per core keep the
 * computer busy without making anybody wait; with a single core, boots that compete take longer than one after another
 * (measured with VirtualBox 7.2 on one emulated core: four times as long).
 */
export function bootBudget(cpuCores: number): number {
  return cpuCores < 2 ? 1 : cpuCores * 2;
}
