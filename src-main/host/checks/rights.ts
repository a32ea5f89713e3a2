import { isFast, verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Administrator rights, where something is to be installed or switched; else nobody needs them. */
export const checkRights: HostCheckFunction = ({ computer, findings }) => {
  const isNeeded = !findings.some(isFast) || findings.some(({ kind }) => kind === 'unusable');
  if (!isNeeded) return null;
  const { value, evidence } = computer.administrator;
  const id = 'rights';
  if (value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  return value === 'no'
    ? verdict({ id, status: 'warning', finding: 'no', evidence, fixes: [byHand('ask-it')] })
    : verdict({ id, status: 'ok', finding: value, evidence });
};
