import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Two cores leave one for the host while a node works. */
const recommendedCores = 2;

export const checkCpu: HostCheckFunction = ({ facts, computer }) => {
  const isEnough = facts.cpuCores >= recommendedCores;
  const model = computer.cpuModel.value ?? '';
  return verdict({
    id: 'cpu',
    status: isEnough ? 'ok' : 'warning',
    finding: `${isEnough ? 'enough' : 'few-cores'}${model === '' ? '-unnamed' : ''}`,
    params: { cores: facts.cpuCores, recommended: recommendedCores, model },
    evidence: [`${model || 'CPU'}, ${String(facts.cpuCores)} cores`],
    fixes: isEnough ? [] : [byHand('fewer-nodes')],
  });
};
