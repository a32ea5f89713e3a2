import { findingOf, verdict, type HostCheckFunction } from '../check.ts';
import { byAdministrator, byHand } from '../fixes.ts';

/** QEMU, where it is. Where it is not and nothing else is either, the check of hypervisors says so. */
export const checkQemu: HostCheckFunction = (input) => {
  const found = findingOf(input, 'qemu');
  if (found === undefined || found.kind === 'missing') return null;
  const id = 'qemu';
  const { evidence } = found;
  const params = { version: found.version ?? '' };
  if (found.kind === 'usable') {
    const finding = found.acceleration === 'software' ? 'found-slow' : 'found';
    return verdict({ id, status: 'ok', finding, params: { ...params, acceleration: found.acceleration }, evidence });
  }
  const status = input.findings.some(({ kind }) => kind === 'usable') ? 'warning' : 'problem';
  const fixes =
    found.code === 'tool-missing' && input.platform.id === 'linux'
      ? [byAdministrator('install-qemu-tools', 'sudo apt install qemu-utils')]
      : [byHand('reinstall-hypervisor', { hypervisor: 'qemu' })];
  return verdict({ id, status, finding: found.code, params, evidence, fixes });
};
