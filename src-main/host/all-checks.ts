import { checkIds, type CheckId, type CheckView } from '../contract/host-views.ts';
import type { CheckInput, HostCheckFunction } from './check.ts';
import { checkArchitecture } from './checks/architecture.ts';
import { checkCpu } from './checks/cpu.ts';
import { checkDisk } from './checks/disk.ts';
import { checkFirmware } from './checks/firmware.ts';
import { checkHypervisors } from './checks/hypervisors.ts';
import { checkInternet } from './checks/internet.ts';
import { checkKvm } from './checks/kvm.ts';
import { checkMemory } from './checks/memory.ts';
import { checkNetwork } from './checks/network.ts';
import { checkOtherHypervisor } from './checks/other-hypervisor.ts';
import { checkParallels } from './checks/parallels.ts';
import { checkPaths } from './checks/paths.ts';
import { checkPorts } from './checks/ports.ts';
import { checkPower } from './checks/power.ts';
import { checkQemu } from './checks/qemu.ts';
import { checkRights } from './checks/rights.ts';
import { checkRosetta } from './checks/rosetta.ts';
import { checkSecureBoot } from './checks/secure-boot.ts';
import { checkSlat } from './checks/slat.ts';
import { checkTrial } from './checks/trial.ts';
import { checkVirtualBox } from './checks/virtualbox.ts';
import { checkVirtualization } from './checks/virtualization.ts';

const checkOf: Readonly<Record<CheckId, HostCheckFunction>> = {
  trial: checkTrial,
  architecture: checkArchitecture,
  rosetta: checkRosetta,
  virtualization: checkVirtualization,
  firmware: checkFirmware,
  slat: checkSlat,
  'other-hypervisor': checkOtherHypervisor,
  kvm: checkKvm,
  hypervisors: checkHypervisors,
  virtualbox: checkVirtualBox,
  parallels: checkParallels,
  qemu: checkQemu,
  'secure-boot': checkSecureBoot,
  rights: checkRights,
  cpu: checkCpu,
  memory: checkMemory,
  disk: checkDisk,
  network: checkNetwork,
  internet: checkInternet,
  ports: checkPorts,
  power: checkPower,
  paths: checkPaths,
};

/** Every check that makes sense on this computer, in the order in which they are shown. */
export function runChecks(input: CheckInput): CheckView[] {
  return checkIds.flatMap((id) => checkOf[id](input) ?? []);
}
