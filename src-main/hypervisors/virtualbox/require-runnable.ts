import { LabError } from '../../domain/failure.ts';
import { leastArmMemoryMiB } from '../../domain/sizing.ts';
import type { BaseDefinition } from '../driver.ts';
import type { DriverContext } from './context.ts';

/**
 * Throws `not-supported` for a VM that this VirtualBox defines without a word and cannot run: one for another CPU than the
 * computer's, or an ARM one before 7.1. Throws `invalid-input` for an ARM one with too little memory.
 */
export function requireRunnable(
  { architecture: hostArchitecture, version }: Pick<DriverContext, 'architecture' | 'version'>,
  { architecture, memoryMiB }: Pick<BaseDefinition, 'architecture' | 'memoryMiB'>,
): void {
  const knowsArm = version.major > 7 || (version.major === 7 && version.minor >= 1);
  if (architecture !== hostArchitecture || (architecture === 'arm64' && !knowsArm))
    throw new LabError('not-supported', `no VirtualBox VMs for ${architecture} here`, {
      params: {
        what: `VirtualBox ${String(version.major)}.${String(version.minor)}: ${architecture}`,
        hypervisor: 'VirtualBox',
      },
    });
  if (architecture === 'arm64' && memoryMiB < leastArmMemoryMiB)
    throw new LabError('invalid-input', `${String(memoryMiB)} MiB are too little for an ARM guest`, {
      params: { field: 'memoryMiB', value: memoryMiB, expected: `>= ${String(leastArmMemoryMiB)} (MiB)` },
    });
}
