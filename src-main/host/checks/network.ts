import { candidateSubnets, subnetsOverlap } from '../../domain/subnet.ts';
import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** A subnet that overlaps none of this computer's and its VPN's. */
export const checkNetwork: HostCheckFunction = ({ facts }) => {
  const id = 'network';
  const routes = facts.routes.map(({ cidr, interfaceName }) => `${cidr} (${interfaceName})`);
  const evidence = routes.length === 0 ? ['no network is connected'] : [...new Set(routes)];
  const [usual] = candidateSubnets();
  const free = candidateSubnets().find((subnet) => !facts.routes.some(({ cidr }) => subnetsOverlap(cidr, subnet)));
  if (free === undefined) {
    return verdict({ id, status: 'problem', finding: 'no-free-subnet', evidence, fixes: [byHand('name-subnet')] });
  }
  const params = { subnet: free, usual: usual ?? free };
  return verdict({ id, status: 'ok', finding: free === usual ? 'free' : 'moved', params, evidence });
};
