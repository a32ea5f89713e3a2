import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** Only where the CPU shows virtualization at all: without it the question has no meaning. */
export const checkSlat: HostCheckFunction = ({ computer }) => {
  const { hasSlat, isCapable, architecture } = computer;
  if (isCapable.value !== true || architecture.value === 'arm64') return null;
  const { value, evidence } = hasSlat;
  const id = 'slat';
  if (value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  return value
    ? verdict({ id, status: 'ok', finding: 'there', evidence })
    : verdict({ id, status: 'warning', finding: 'missing', evidence, fixes: [byHand('go-slow')] });
};
