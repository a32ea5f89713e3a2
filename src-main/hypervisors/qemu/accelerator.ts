import type { CpuArchitecture } from '../../domain/ids.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { QemuAccelerator } from './context.ts';

/** What was measured on this computer. Null: not asked, because it means nothing here. */
export interface AcceleratorFacts {
  readonly platformId: PlatformId;
  readonly architecture: CpuArchitecture;
  /** Accelerators that this QEMU has been built with. */
  readonly listed: readonly string[];
  /** /dev/kvm opens for reading and writing. */
  readonly kvmOpens: boolean | null;
  /** /proc/cpuinfo */
  readonly cpuInfo: string | null;
  /** `sysctl -n kern.hv_support` */
  readonly hvSupport: string | null;
}

/** What should run guests here, and why. `tcg` is software emulation. */
export interface AcceleratorChoice {
  readonly accelerator: QemuAccelerator;
  readonly evidence: readonly string[];
}

/** True when /proc/cpuinfo shows Intel's or AMD's virtualization to this system. */
export function hasVirtualizationFlag(cpuInfo: string): boolean {
  return /^flags\s*:.*\b(?:vmx|svm)\b/m.test(cpuInfo);
}

interface Condition {
  readonly holds: boolean;
  readonly says: string;
}

/** Takes the CPU's help only when everything that was measured speaks for it. */
export function chooseAccelerator(facts: AcceleratorFacts): AcceleratorChoice {
  const { accelerator, conditions } = wishFor(facts);
  const chosen = conditions.every(({ holds }) => holds) ? accelerator : 'tcg';
  return { accelerator: chosen, evidence: conditions.map(({ says }) => says) };
}

function wishFor(facts: AcceleratorFacts): {
  readonly accelerator: QemuAccelerator;
  readonly conditions: readonly Condition[];
} {
  switch (facts.platformId) {
    case 'linux':
      return { accelerator: 'kvm', conditions: [isListed(facts, 'kvm'), ...kvmConditions(facts)] };
    case 'macos': {
      const holds = facts.hvSupport?.trim() === '1';
      const says = `kern.hv_support is ${facts.hvSupport?.trim() ?? 'unknown'}`;
      return { accelerator: 'hvf', conditions: [isListed(facts, 'hvf'), { holds, says }] };
    }
    case 'windows': {
      // QEMU refuses it on ARM (Lima issue 4933).
      const holds = facts.architecture === 'amd64';
      return {
        accelerator: 'whpx',
        conditions: [isListed(facts, 'whpx'), { holds, says: `CPU ${facts.architecture}` }],
      };
    }
  }
}

function isListed({ listed }: AcceleratorFacts, name: string): Condition {
  return { holds: listed.includes(name), says: `QEMU offers ${listed.join(', ')}` };
}

function kvmConditions({ kvmOpens, cpuInfo, architecture }: AcceleratorFacts): readonly Condition[] {
  const opens = { holds: kvmOpens === true, says: `/dev/kvm ${kvmOpens === true ? 'opens' : 'does not open'}` };
  // ARM has no such flag: there the device only exists where the CPU can do it.
  if (architecture === 'arm64') return [opens];
  const holds = cpuInfo !== null && hasVirtualizationFlag(cpuInfo);
  return [opens, { holds, says: `/proc/cpuinfo shows ${holds ? 'vmx or svm' : 'neither vmx nor svm'}` }];
}
