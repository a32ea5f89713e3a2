import type { Source } from '../../../../src-main/host/facts/source.ts';
import { dmiNames, type DmiName, type LinuxSources } from '../../../../src-main/host/facts/linux-sources.ts';
import { parseLinux } from '../../../../src-main/host/facts/parse-linux.ts';
import type { ComputerFacts } from '../../../../src-main/host/facts/computer-facts.ts';

export function text(from: string, content: string): Source {
  return { kind: 'text', from, text: content };
}

export function failed(from: string, reason: string): Source {
  return { kind: 'failed', from, reason };
}

export const intel = `processor\t: 0
vendor_id\t: GenuineIntel
model name\t: Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz
flags\t\t: fpu vme de pse tsc msr pae lm constant_tsc ssse3 ept vpid`;
export const amd = `processor\t: 0
vendor_id\t: AuthenticAMD
model name\t: AMD Ryzen 5 5500U with Radeon Graphics
flags\t\t: fpu vme de pse tsc msr pae lm constant_tsc ssse3 npt`;
export const arm = `processor\t: 0
BogoMIPS\t: 48.00
Features\t: fp asimd evtstrm aes
CPU implementer\t: 0x41
CPU architecture: 8`;

interface Changes extends Partial<Omit<LinuxSources, 'dmi' | 'cpuInfo' | 'kernel' | 'modules' | 'kvmDevice'>> {
  readonly cpuInfo?: string | null;
  readonly kernel?: string;
  readonly modules?: string | null;
  readonly kvmDevice?: string;
  readonly dmi?: Partial<Record<DmiName, string>>;
}

const thinkPad = {
  sys_vendor: 'LENOVO',
  product_name: '20L7',
  product_version: 'ThinkPad T480s',
  product_family: 'ThinkPad T480s',
} as const;

function dmiSources(dmi: Partial<Record<DmiName, string>>): LinuxSources['dmi'] {
  const of = (name: DmiName): Source => {
    const from = `/sys/class/dmi/id/${name}`;
    const word = dmi[name];
    return word === undefined ? failed(from, 'ENOENT') : text(from, `${word}\n`);
  };
  const [vendor, product, version, family, board, model] = dmiNames;
  return {
    [vendor]: of(vendor),
    [product]: of(product),
    [version]: of(version),
    [family]: of(family),
    [board]: of(board),
    [model]: of(model),
  };
}

export const dataDir = '/home/ä b/.local/share/big-data-lab';

/** A ThinkPad with Ubuntu 24.04 on which all is well, but for what is changed. */
export function linux(changes: Changes = {}, isRoot = false): ComputerFacts {
  const { cpuInfo, kernel, modules, kvmDevice, dmi, ...others } = {
    cpuInfo: `${intel} vmx\n`,
    kernel: '6.8.0-45-generic',
    modules: 'kvm_intel 1 0\nkvm 1 1\n',
    kvmDevice: 'opens',
    dmi: thinkPad,
    ...changes,
  };
  const sources: LinuxSources = {
    kernel: text('/proc/sys/kernel/osrelease', `${kernel}\n`),
    cpuInfo: cpuInfo === null ? failed('/proc/cpuinfo', 'EACCES') : text('/proc/cpuinfo', cpuInfo),
    cmdline: text('/proc/cmdline', 'BOOT_IMAGE=/vmlinuz ro quiet splash'),
    modules: modules === null ? failed('/proc/modules', 'EACCES') : text('/proc/modules', modules),
    kernelLog: failed('dmesg', 'dmesg: read kernel buffer failed: Operation not permitted'),
    kvmDevice: text('/dev/kvm', kvmDevice),
    kvmAtLoad: failed('/sys/module/kvm/parameters/enable_virt_at_load', 'ENOENT'),
    ept: failed('/sys/module/kvm_intel/parameters/ept', 'ENOENT'),
    npt: failed('/sys/module/kvm_amd/parameters/npt', 'ENOENT'),
    efi: text('/sys/firmware/efi/fw_platform_size', '64\n'),
    secureBoot: text('mokutil --sb-state', 'SecureBoot disabled\n'),
    dmi: dmiSources(dmi),
    powerSupplies: text(
      '/sys/class/power_supply',
      'POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_STATUS=Charging\nPOWER_SUPPLY_CAPACITY=80\nPOWER_SUPPLY_SERIAL_NUMBER=SECRET-4711\n',
    ),
    sleep: text(
      'gsettings',
      "org.gnome.settings-daemon.plugins.power sleep-inactive-ac-timeout 3600\norg.gnome.settings-daemon.plugins.power sleep-inactive-ac-type 'suspend'\n",
    ),
    groups: text('id -nG', 'anna adm sudo kvm\n'),
    mounts: text('/proc/self/mounts', '/dev/sda2 / ext4 rw 0 0\n'),
    ...others,
  };
  return parseLinux(sources, { isRoot, dataDir });
}

export const platform = { id: 'linux', architecture: 'amd64', dataDir } as const;
export const documented = 'constructed after the kernel documentation and proc(5)';
export const here = 'recorded on the machine of the project (AMD EPYC in a VM, Linux 6.18)';

/** Flags of an Intel CPU whose firmware has locked VMX off: the kernel takes the flag away. */
export const locked = { cpuInfo: `${intel}\n`, modules: 'nvme 1 0\n', kvmDevice: 'ENOENT' } as const;
