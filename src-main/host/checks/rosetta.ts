import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Macs with Apple's chips only: an Intel Mac translates nothing. */
export const checkRosetta: HostCheckFunction = ({ computer }) => {
  if (computer.platformId !== 'macos' || computer.architecture.value === 'amd64') return null;
  const { value, evidence } = computer.isTranslated;
  const id = 'rosetta';
  if (value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  if (value) {
    return verdict({ id, status: 'problem', finding: 'translated', evidence, fixes: [byHand('get-own-edition')] });
  }
  return verdict({ id, status: 'ok', finding: 'native', evidence });
};
