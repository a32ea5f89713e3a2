import type { Fix } from '../../contract/host-views.ts';
import { findingOf, provedByTrial, verdict, type CheckInput, type HostCheckFunction } from '../check.ts';
import type { HolderFeature } from '../facts/computer-facts.ts';
import { byAdministrator, byHand, byPage } from '../fixes.ts';

const id = 'other-hypervisor';

/** Who else holds the virtualization of the CPU. macOS shares it out by itself. */
export const checkOtherHypervisor: HostCheckFunction = (input) => {
  if (input.computer.isInsideVm.value === true) return null;
  const proof = provedByTrial(input);
  switch (input.computer.platformId) {
    case 'macos':
      return null;
    case 'windows':
      return proof === null ? onWindows(input) : verdict({ id, status: 'ok', finding: 'proved', evidence: proof });
    case 'linux':
      return onLinux(input);
  }
};

function onWindows(input: CheckInput): ReturnType<HostCheckFunction> {
  const { isHypervisorPresent: present, holders } = input.computer;
  const evidence = [...present.evidence, ...holders.evidence];
  if (present.value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  if (!present.value) return verdict({ id, status: 'ok', finding: 'none', evidence: present.evidence });
  const features = holders.value ?? [];
  const params = { features: features.join(', ') };
  const finding = features.length === 0 ? 'windows' : 'windows-features';
  const qemu = findingOf(input, 'qemu');
  // QEMU's way to the CPU on Windows is this very hypervisor.
  if (findingOf(input, 'virtualbox')?.kind !== 'usable' && qemu?.kind === 'usable' && qemu.acceleration === 'whpx') {
    return verdict({ id, status: 'ok', finding: 'used-by-qemu', params, evidence });
  }
  return verdict({ id, status: 'warning', finding, params, evidence, fixes: waysOut(features) });
}

/** Security features are never switched off in passing: going on slowly comes first, and asking who looks after the computer. */
function waysOut(features: readonly HolderFeature[]): Fix[] {
  const isGuarded = features.some((name) => ['memory-integrity', 'credential-guard', 'vbs'].includes(name));
  const isForOthers = features.some((name) => ['wsl2', 'docker-desktop'].includes(name));
  return [
    byHand('go-on-slow-mode'),
    byHand('qemu-with-whpx'),
    ...(features.includes('memory-integrity') ? [byHand('memory-integrity-off')] : []),
    ...(features.includes('credential-guard') ? [byHand('ask-it-credential-guard')] : []),
    byAdministrator(
      isForOthers ? 'hypervisor-off-with-wsl' : 'hypervisor-off',
      'bcdedit /set hypervisorlaunchtype off',
    ),
    byAdministrator('hypervisor-on-again', 'bcdedit /set hypervisorlaunchtype auto'),
    ...(isGuarded ? [byHand('ask-it')] : []),
  ];
}

const kvmModules: readonly string[] = ['kvm_intel', 'kvm_amd'];

/**
 * Until Linux 6.11 KVM takes the CPU's virtualization only while one of its VMs runs; since 6.12 as soon as its module is loaded
 * (`kvm.enable_virt_at_load`). VirtualBox 7.2.2 gets along with that from Linux 6.16 on (its change log).
 */
function onLinux(input: CheckInput): ReturnType<HostCheckFunction> {
  const { modules, kvmTakesAtLoad, osVersion } = input.computer;
  const { evidence } = modules;
  if (modules.value === null) return verdict({ id, status: 'unknown', finding: 'unknown', evidence });
  const module = modules.value.find((name) => kvmModules.includes(name));
  if (module === undefined) return verdict({ id, status: 'ok', finding: 'none', evidence });
  const params = { module, kernel: osVersion.value ?? '' };
  const virtualBox = findingOf(input, 'virtualbox');
  if (virtualBox === undefined || virtualBox.kind === 'missing') {
    return verdict({ id, status: 'ok', finding: 'kvm-for-qemu', params, evidence });
  }
  const all = [...evidence, ...kvmTakesAtLoad.evidence];
  if (kvmTakesAtLoad.value === null) {
    return verdict({ id, status: 'unknown', finding: 'kvm-unknown', params, evidence: all, fixes: kvmFixes(module) });
  }
  if (!kvmTakesAtLoad.value) return verdict({ id, status: 'ok', finding: 'kvm-harmless', params, evidence: all });
  const proof = provedByTrial(input);
  if (input.trial?.hypervisor === 'virtualbox' && proof !== null) {
    return verdict({ id, status: 'ok', finding: 'proved', evidence: proof });
  }
  const version = virtualBox.version ?? '';
  const told = [...all, `Linux ${params.kernel}`, `VirtualBox ${version}`];
  if (isAtLeast(version, [7, 2, 2]) && isAtLeast(params.kernel, [6, 16])) {
    return verdict({ id, status: 'ok', finding: 'kvm-shared', params, evidence: told });
  }
  return verdict({ id, status: 'warning', finding: 'kvm-holds', params, evidence: told, fixes: kvmFixes(module) });
}

function kvmFixes(module: string): Fix[] {
  return [
    byAdministrator('unload-kvm', `sudo modprobe -r ${module} kvm`),
    byPage('newer-virtualbox', 'https://www.virtualbox.org/wiki/Downloads'),
  ];
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version)?.slice(1).map(Number) ?? [];
  if (parts.length === 0) return false;
  const index = wanted.findIndex((number, place) => (parts[place] ?? 0) !== number);
  return index === -1 || (parts[index] ?? 0) > (wanted[index] ?? 0);
}
