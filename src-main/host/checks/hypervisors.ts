import type { CheckView, Fix } from '../../contract/host-views.ts';
import type { HypervisorFinding } from '../../hypervisors/driver.ts';
import type { HostCheckFunction } from '../check.ts';
import { byAction, byAdministrator, byHand, byPage } from '../fixes.ts';

type Unusable = Extract<HypervisorFinding, { readonly kind: 'unusable' }>;

/** Whether anything here can run nodes, and how fast. */
export const checkHypervisors: HostCheckFunction = ({ findings }) => {
  const evidence = findings.flatMap((finding) => finding.evidence.map((line) => `${finding.id}: ${line}`));
  const id = 'hypervisors';
  const best = findings.find((finding) => finding.kind === 'usable');
  if (best !== undefined) {
    const params = { hypervisor: best.id, version: best.version, acceleration: best.acceleration };
    const isSlow = best.acceleration === 'software';
    const fixes = isSlow ? [byAction('firmware-switch', 'firmware-guide')] : [];
    return { id, status: isSlow ? 'warning' : 'ok', finding: isSlow ? 'software' : 'found', params, evidence, fixes };
  }
  const broken = findings.find((finding) => finding.kind === 'unusable');
  const common = { id, status: 'problem', evidence } satisfies Partial<CheckView>;
  if (broken !== undefined) {
    return { ...common, finding: broken.code, params: { hypervisor: broken.id }, fixes: waysOut(broken) };
  }
  const fixes = [
    byAction('install-hypervisor', 'install-hypervisor'),
    byPage('virtualbox-download', 'https://www.virtualbox.org/wiki/Downloads'),
  ];
  return { ...common, finding: 'none', params: {}, fixes };
};

function waysOut({ id, code }: Unusable): Fix[] {
  switch (code) {
    case 'vm-driver-missing':
      return [
        byAdministrator('load-vbox-driver', 'sudo modprobe vboxdrv'),
        byAdministrator('install-vbox-driver', 'sudo apt install virtualbox-dkms'),
      ];
    case 'virtualization-off':
      return [byAction('firmware-switch', 'firmware-guide')];
    case 'tool-missing':
      return [byAdministrator('install-qemu-tools', 'sudo apt install qemu-utils')];
    case 'hypervisor-unusable':
      return [byHand('reinstall-hypervisor', { hypervisor: id })];
  }
}
