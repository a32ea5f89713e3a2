import { memoryLimitsMiB } from '../../domain/lab-spec.ts';
import { nodesThatFit } from '../../domain/sizing.ts';
import type { CheckView } from '../../contract/host-views.ts';
import { verdict, type CheckInput } from '../check.ts';
import { byHand } from '../fixes.ts';

const recommendedGiB = 16;
/** A computer sold with 16 GB tells a little less, as its graphics take some. */
const nearlyRecommendedMiB = 15 * 1024;

/** Memory, and how many nodes fit into it. */
export function checkMemory({ facts }: Pick<CheckInput, 'facts'>): CheckView {
  const { memoryTotalMiB, memoryAvailableMiB } = facts;
  const fits = nodesThatFit(facts, memoryLimitsMiB.recommended);
  const params = {
    totalMiB: memoryTotalMiB,
    totalGiB: toGiB(memoryTotalMiB),
    availableGiB: toGiB(memoryAvailableMiB),
    fits,
    recommendedGiB,
  };
  const evidence = [`total ${String(memoryTotalMiB)} MiB, available ${String(memoryAvailableMiB)} MiB`];
  const common = { id: 'memory', params, evidence } as const;
  if (fits < 1)
    return verdict({ ...common, status: 'problem', finding: 'too-little', fixes: [byHand('more-memory', params)] });
  if (fits < 3)
    return verdict({ ...common, status: 'warning', finding: 'few-nodes', fixes: [byHand('small-nodes', params)] });
  // What counts against a computer is what it has; what is free at the moment can be changed.
  if (memoryAvailableMiB < memoryLimitsMiB.recommended)
    return verdict({ ...common, status: 'warning', finding: 'little-free', fixes: [byHand('close-programs')] });
  if (memoryTotalMiB < nearlyRecommendedMiB) return verdict({ ...common, status: 'ok', finding: 'below-recommended' });
  return verdict({ ...common, status: 'ok', finding: 'enough' });
}

function toGiB(mebibytes: number): number {
  return Math.round(mebibytes / 102.4) / 10;
}
