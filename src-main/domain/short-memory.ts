import { LabError } from './failure.ts';

/** A guest needs part of its memory at once, and the rest soon: below this part of it nobody should begin. */
export const neededShare = 1 / 2;

/** A machine about to be switched on, and how much memory of the computer is free; null: nobody can tell. */
export interface MemoryWish {
  readonly name: string;
  readonly memoryMiB: number;
  readonly availableMiB: number | null;
}

/**
 * Throws `host-memory-short`. Hypervisors start a machine without memory for it (VirtualBox 7.2.22 on Linux), and the system ends it,
 * or another program, once the guest uses what it was promised.
 */
export function refuseShortMemory({ name, memoryMiB, availableMiB }: MemoryWish): void {
  if (availableMiB === null || availableMiB >= memoryMiB * neededShare) return;
  throw new LabError(
    'host-memory-short',
    `${String(availableMiB)} MiB are free, "${name}" has ${String(memoryMiB)} MiB`,
    {
      params: { name, availableMiB, memoryMiB },
      evidence: [`available ${String(availableMiB)} MiB, "${name}" ${String(memoryMiB)} MiB`],
    },
  );
}
