import type { HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Two cores leave one for the host while a node works. */
const recommendedCores = 2;

export const checkCpu: HostCheckFunction = ({ facts, cpuModel }) => {
  const isEnough = facts.cpuCores >= recommendedCores;
  return {
    id: 'cpu',
    status: isEnough ? 'ok' : 'warning',
    finding: isEnough ? 'enough' : 'few-cores',
    params: { cores: facts.cpuCores, recommended: recommendedCores, architecture: facts.architecture, model: cpuModel },
    evidence: [`${cpuModel}, ${String(facts.cpuCores)} cores, ${facts.architecture}`],
    fixes: isEnough ? [] : [byHand('fewer-nodes')],
  };
};
