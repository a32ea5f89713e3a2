import { candidateSubnets, subnetsOverlap } from '../../domain/subnet.ts';
import type { HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

export const checkNetwork: HostCheckFunction = ({ facts }) => {
  const evidence = facts.routes.map(({ cidr, interfaceName }) => `${cidr} (${interfaceName})`);
  const [usual] = candidateSubnets();
  const free = candidateSubnets().find((subnet) => !facts.routes.some(({ cidr }) => subnetsOverlap(cidr, subnet)));
  if (free === undefined)
    return {
      id: 'network',
      status: 'problem',
      finding: 'no-free-subnet',
      params: {},
      evidence,
      fixes: [byHand('name-subnet')],
    };
  const isMoved = free !== usual;
  return {
    id: 'network',
    status: 'ok',
    finding: isMoved ? 'moved' : 'free',
    params: { subnet: free, usual: usual ?? free },
    evidence,
    fixes: [],
  };
};
