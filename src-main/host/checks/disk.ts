import { diskNeededBytes } from '../../domain/sizing.ts';
import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

const gibBytes = 1024 ** 3;
const recommendedGiB = 100;
const usualNodes = 3;
/** What a node takes once somebody has worked on it: packages, an add-on, some data. */
const grownNodeGiB = 10;

/** Room on the volume that holds the labs, and how many nodes fit once they have grown. */
export const checkDisk: HostCheckFunction = ({ facts, platform }) => {
  const freeGiB = Math.floor((facts.diskFreeBytes / gibBytes) * 10) / 10;
  const neededGiB = Math.ceil(diskNeededBytes(usualNodes, 0) / gibBytes);
  const baseGiB = diskNeededBytes(0, 0) / gibBytes;
  const fits = Math.max(0, Math.floor((freeGiB - baseGiB) / grownNodeGiB));
  const params = { freeGiB, neededGiB, recommendedGiB, fits, path: platform.dataDir };
  const evidence = [`${platform.dataDir}: ${String(facts.diskFreeBytes)} bytes free`];
  const common = { id: 'disk', params, evidence } as const;
  if (freeGiB < neededGiB)
    return verdict({ ...common, status: 'problem', finding: 'too-little', fixes: [byHand('free-disk')] });
  if (freeGiB < recommendedGiB) {
    return verdict({ ...common, status: 'warning', finding: 'below-recommended', fixes: [byHand('watch-disk')] });
  }
  return verdict({ ...common, status: 'ok', finding: 'enough' });
};
