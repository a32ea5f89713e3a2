import { findingOf, verdict, type HostCheckFunction } from '../check.ts';
import { byAdministrator, byHand } from '../fixes.ts';

/** Secure Boot on Linux, where VirtualBox is: its driver is built on this computer and so has no signature of a maker. */
export const checkSecureBoot: HostCheckFunction = (input) => {
  const { computer } = input;
  const virtualBox = findingOf(input, 'virtualbox');
  const hasVirtualBox = virtualBox !== undefined && virtualBox.kind !== 'missing';
  if (computer.platformId !== 'linux' || !hasVirtualBox || computer.isUefi.value === false) return null;
  const id = 'secure-boot';
  const { value, evidence } = computer.hasSecureBoot;
  if (value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  if (!value) return verdict({ id, status: 'ok', finding: 'off', evidence });
  const isLoaded = computer.modules.value?.includes('vboxdrv') ?? virtualBox.kind === 'usable';
  const all = [...evidence, ...computer.modules.evidence];
  if (isLoaded) return verdict({ id, status: 'ok', finding: 'driver-loaded', evidence: all });
  const fixes = [
    byAdministrator('enrol-key', 'sudo mokutil --import /var/lib/shim-signed/mok/MOK.der'),
    byHand('enrol-key-restart'),
  ];
  return verdict({ id, status: 'warning', finding: 'driver-refused', evidence: all, fixes });
};
