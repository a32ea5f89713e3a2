import { findingOf, verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Parallels Desktop, on Macs where it is. Edition and licence are in what its tools said. */
export const checkParallels: HostCheckFunction = (input) => {
  const found = findingOf(input, 'parallels');
  if (input.platform.id !== 'macos' || found === undefined || found.kind === 'missing') return null;
  const id = 'parallels';
  const { evidence } = found;
  const params = { version: found.version ?? '' };
  if (found.kind === 'usable') return verdict({ id, status: 'ok', finding: 'found', params, evidence });
  const fixes = [byHand('parallels-edition'), byHand('use-virtualbox')];
  return verdict({ id, status: 'warning', finding: 'unusable', params, evidence, fixes });
};
