import type { Fix } from '../../contract/host-views.ts';
import { virtualBoxFault } from '../../domain/virtualbox-faults.ts';
import type { HypervisorFinding } from '../../hypervisors/driver.ts';
import { findingOf, isSwitchedOff, verdict, type CheckInput, type HostCheckFunction } from '../check.ts';
import { byAction, byAdministrator, byHand, byPage } from '../fixes.ts';

const id = 'virtualbox';
const downloads = 'https://www.virtualbox.org/wiki/Downloads';

/** VirtualBox itself: there, able to start VMs, and of a version without known faults. */
export const checkVirtualBox: HostCheckFunction = (input) => {
  const found = findingOf(input, 'virtualbox');
  // There is no VirtualBox for Linux on ARM.
  const isOffered = !(input.platform.id === 'linux' && input.platform.architecture === 'arm64');
  if (found === undefined || !isOffered) return null;
  switch (found.kind) {
    case 'missing': {
      // Where another hypervisor is there, nobody needs it.
      if (input.findings.some(({ kind }) => kind === 'usable')) return null;
      const fixes = [byAction('install-virtualbox', 'install-hypervisor'), byPage('virtualbox-download', downloads)];
      return verdict({ id, status: 'warning', finding: 'missing', evidence: found.evidence, fixes });
    }
    case 'unusable': {
      const params = { version: found.version ?? '' };
      const isNeeded = !input.findings.some(({ kind }) => kind === 'usable');
      const status = isNeeded ? 'problem' : 'warning';
      return verdict({
        id,
        status,
        finding: found.code,
        params,
        evidence: found.evidence,
        fixes: repair(input, found),
      });
    }
    case 'usable':
      if (!isSwitchedOff(input)) return judgeVersion(input, found);
      return verdict({
        id,
        status: 'warning',
        finding: 'virtualization-off',
        params: { version: found.version },
        evidence: [...found.evidence, ...input.computer.isFirmwareOn.evidence],
      });
  }
};

type Found<K> = Extract<HypervisorFinding, { readonly kind: K }>;

/** How the driver gets loaded differs by system; the first way is the one that does most often. */
function repair({ platform }: CheckInput, { code }: Found<'unusable'>): Fix[] {
  if (code !== 'vm-driver-missing') return [byPage('reinstall-virtualbox', downloads)];
  switch (platform.id) {
    case 'linux':
      return [
        byAdministrator('load-vbox-driver', 'sudo modprobe vboxdrv'),
        byAdministrator('build-vbox-driver', 'sudo /sbin/vboxconfig'),
        byAdministrator('install-vbox-driver', 'sudo apt install virtualbox-dkms "linux-headers-$(uname -r)"'),
      ];
    case 'macos':
      return [byHand('allow-vbox-driver')];
    case 'windows':
      return [byHand('reinstall-as-administrator')];
  }
}

/** What is known of this version. */
function judgeVersion({ platform }: CheckInput, { version, evidence }: Found<'usable'>): ReturnType<HostCheckFunction> {
  const params = { version, memoryMiB: 1024 };
  const fault = virtualBoxFault(version, { platformId: platform.id, architecture: platform.architecture });
  if (fault !== null) {
    const status = fault === 'no-internal-network' ? 'problem' : 'warning';
    const fixes = [byPage('update-virtualbox', downloads)];
    return verdict({ id, status, finding: fault, params, evidence, fixes });
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // Nobody has seen it work yet; it is tried, not refused.
  if (major > 7 || minor > 2) return verdict({ id, status: 'warning', finding: 'newer', params, evidence });
  return verdict({ id, status: 'ok', finding: 'found', params, evidence });
}
