import { memoryLimitsMiB } from '../../domain/lab-spec.ts';
import { nodesThatFit } from '../../domain/sizing.ts';
import type { HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

const recommendedMiB = 16 * 1024;

export const checkMemory: HostCheckFunction = ({ facts }) => {
  const fits = nodesThatFit(facts, memoryLimitsMiB.recommended);
  const params = { totalMiB: facts.memoryTotalMiB, availableMiB: facts.memoryAvailableMiB, fits, recommendedMiB };
  const evidence = [`total ${String(facts.memoryTotalMiB)} MiB, available ${String(facts.memoryAvailableMiB)} MiB`];
  if (fits < 1)
    return {
      id: 'memory',
      status: 'problem',
      finding: 'too-little',
      params,
      evidence,
      fixes: [byHand('more-memory', params)],
    };
  if (fits < 3)
    return {
      id: 'memory',
      status: 'warning',
      finding: 'few-nodes',
      params,
      evidence,
      fixes: [byHand('small-nodes', params)],
    };
  return { id: 'memory', status: 'ok', finding: 'enough', params, evidence, fixes: [] };
};
