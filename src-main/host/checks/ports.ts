import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';
import { wantedPorts } from '../wanted-ports.ts';

/** A lab of the largest size needs about this many. */
const enough = 60;

/** Ports on 127.0.0.1 for the nodes' SSH. */
export const checkPorts: HostCheckFunction = ({ facts }) => {
  const id = 'ports';
  const busy = facts.busyPorts.length;
  const free = wantedPorts.length - busy;
  const params = { free, busy };
  const shown = facts.busyPorts.slice(0, 20).join(', ');
  const range = `127.0.0.1, ports ${String(wantedPorts[0])} to ${String(wantedPorts.at(-1))}`;
  const evidence = [`${range}: ${busy === 0 ? 'all free' : `in use ${shown}`}`];
  const fixes = [byHand('end-programs-with-ports')];
  if (free === 0) return verdict({ id, status: 'problem', finding: 'none', params, evidence, fixes });
  if (free < enough) return verdict({ id, status: 'warning', finding: 'few', params, evidence, fixes });
  return verdict({ id, status: 'ok', finding: busy === 0 ? 'free' : 'some-busy', params, evidence });
};
