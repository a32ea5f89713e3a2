import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** 64 bits, and whether this program was built for this very CPU. */
export const checkArchitecture: HostCheckFunction = ({ computer }) => {
  const { architecture, isTranslated, cpuModel } = computer;
  const id = 'architecture';
  const params = { model: cpuModel.value ?? '' };
  const { evidence } = architecture;
  if (architecture.value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  if (architecture.value === '32-bit') {
    return verdict({ id, status: 'problem', finding: 'too-old', params, evidence, fixes: [byHand('other-computer')] });
  }
  // On Macs this is the check of Rosetta.
  if (isTranslated.value === true && computer.platformId !== 'macos') {
    const fixes = [byHand('get-own-edition')];
    return verdict({ id, status: 'warning', finding: 'foreign-build', params, evidence: isTranslated.evidence, fixes });
  }
  return verdict({ id, status: 'ok', finding: architecture.value, params, evidence });
};
