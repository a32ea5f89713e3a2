import { findingOf, verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** By the code of the finding; else: which edition it takes. */
const waysOut: Readonly<Record<string, string>> = {
  'parallels-licence-missing': 'parallels-activate',
  'parallels-licence-expired': 'parallels-renew',
};

/** Parallels Desktop, on Macs where it is. Edition and licence are in what its tools said. */
export const checkParallels: HostCheckFunction = (input) => {
  const found = findingOf(input, 'parallels');
  if (input.platform.id !== 'macos' || found === undefined || found.kind === 'missing') return null;
  const id = 'parallels';
  const { evidence } = found;
  const params = { version: found.version ?? '' };
  if (found.kind === 'usable') return verdict({ id, status: 'ok', finding: 'found', params, evidence });
  const { code } = found;
  const isKnown = code.startsWith('parallels-');
  const fixes = [byHand(waysOut[code] ?? 'parallels-edition'), byHand('use-virtualbox')];
  return verdict({ id, status: 'warning', finding: isKnown ? code : 'unusable', params, evidence, fixes });
};
