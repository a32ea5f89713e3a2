import { diskNeededBytes } from '../../domain/sizing.ts';
import type { HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

const gibBytes = 1024 ** 3;
const recommendedGiB = 100;
const usualNodes = 3;

export const checkDisk: HostCheckFunction = ({ facts, dataDir }) => {
  const freeGiB = Math.floor((facts.diskFreeBytes / gibBytes) * 10) / 10;
  const neededGiB = Math.ceil(diskNeededBytes(usualNodes, 0) / gibBytes);
  const params = { freeGiB, neededGiB, recommendedGiB, path: dataDir };
  const evidence = [`${dataDir}: ${String(facts.diskFreeBytes)} bytes free`];
  if (freeGiB < neededGiB)
    return { id: 'disk', status: 'problem', finding: 'too-little', params, evidence, fixes: [byHand('free-disk')] };
  if (freeGiB < recommendedGiB)
    return {
      id: 'disk',
      status: 'warning',
      finding: 'below-recommended',
      params,
      evidence,
      fixes: [byHand('watch-disk')],
    };
  return { id: 'disk', status: 'ok', finding: 'enough', params, evidence, fixes: [] };
};
