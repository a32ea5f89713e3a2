import { verdict, type HostCheckFunction } from '../check.ts';
import { byAdministrator } from '../fixes.ts';

/** /dev/kvm on Linux. The device alone proves nothing: where it is there without the CPU's flag, guests hang. */
export const checkKvm: HostCheckFunction = ({ computer }) => {
  if (computer.platformId !== 'linux') return null;
  const { kvmDevice, isShown, cpuMaker } = computer;
  const id = 'kvm';
  const evidence = [...kvmDevice.evidence, ...isShown.evidence];
  switch (kvmDevice.value) {
    case null:
      return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
    case 'opens':
      if (isShown.value === null) return verdict({ id, status: 'unknown', finding: 'opens-unproved', evidence });
      return isShown.value
        ? verdict({ id, status: 'ok', finding: 'usable', evidence })
        : verdict({ id, status: 'warning', finding: 'no-flag', evidence });
    case 'forbidden': {
      const fixes = [byAdministrator('join-kvm', 'sudo usermod -aG kvm "$USER"')];
      return verdict({ id, status: 'warning', finding: 'forbidden', evidence, fixes });
    }
    case 'missing': {
      // Without the CPU's flag the module cannot be loaded; the firmware comes first.
      if (isShown.value !== true) return verdict({ id, status: 'warning', finding: 'missing', evidence });
      const module = cpuMaker === 'amd' ? 'kvm_amd' : 'kvm_intel';
      const fixes = [byAdministrator('load-kvm', `sudo modprobe ${module}`)];
      return verdict({ id, status: 'warning', finding: 'not-loaded', evidence, fixes });
    }
    case 'refuses':
      return verdict({ id, status: 'warning', finding: 'refuses', evidence });
  }
};
