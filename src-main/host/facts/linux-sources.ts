import { readdir } from 'node:fs/promises';
import type { SourceReader } from './read-sources.ts';
import type { Source } from './source.ts';

/** What is read on Linux. Names of files that carry serial numbers (`product_uuid`, ...) are not among them. */
export interface LinuxSources {
  readonly kernel: Source;
  readonly cpuInfo: Source;
  readonly cmdline: Source;
  readonly modules: Source;
  readonly kernelLog: Source;
  readonly kvmDevice: Source;
  readonly kvmAtLoad: Source;
  readonly ept: Source;
  readonly npt: Source;
  readonly efi: Source;
  readonly secureBoot: Source;
  readonly dmi: Readonly<Record<DmiName, Source>>;
  readonly powerSupplies: Source;
  readonly sleep: Source;
  readonly groups: Source;
  readonly mounts: Source;
}

export const dmiNames = [
  'sys_vendor',
  'product_name',
  'product_version',
  'product_family',
  'board_vendor',
  'board_name',
] as const;
export type DmiName = (typeof dmiNames)[number];

const efiSecureBoot = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

/** Reads them all at once. */
export async function readLinuxSources(reader: SourceReader): Promise<LinuxSources> {
  const { file, opening, run } = reader;
  const [kernel, cpuInfo, cmdline, modules, kernelLog, kvmDevice, kvmAtLoad, ept, npt] = await Promise.all([
    file('/proc/sys/kernel/osrelease'),
    file('/proc/cpuinfo'),
    file('/proc/cmdline'),
    file('/proc/modules'),
    readKernelLog(reader),
    opening('/dev/kvm'),
    file('/sys/module/kvm/parameters/enable_virt_at_load'),
    file('/sys/module/kvm_intel/parameters/ept'),
    file('/sys/module/kvm_amd/parameters/npt'),
  ]);
  const [efi, secureBoot, dmi, powerSupplies, sleep, groups, mounts] = await Promise.all([
    file('/sys/firmware/efi/fw_platform_size'),
    readSecureBoot(reader),
    Promise.all(dmiNames.map(async (name) => [name, await file(`/sys/class/dmi/id/${name}`)] as const)),
    readPowerSupplies(reader),
    run({ program: 'gsettings', args: ['list-recursively', 'org.gnome.settings-daemon.plugins.power'] }),
    run({ program: 'id', args: ['-nG'] }),
    file('/proc/self/mounts'),
  ]);
  return {
    ...{ kernel, cpuInfo, cmdline, modules, kernelLog, kvmDevice, kvmAtLoad, ept, npt },
    ...{ efi, secureBoot, powerSupplies, sleep, groups, mounts },
    dmi: namedDmi(new Map(dmi)),
  };
}

function namedDmi(found: ReadonlyMap<DmiName, Source>): LinuxSources['dmi'] {
  const of = (name: DmiName): Source =>
    found.get(name) ?? { kind: 'failed', from: `/sys/class/dmi/id/${name}`, reason: 'not read' };
  return {
    sys_vendor: of('sys_vendor'),
    product_name: of('product_name'),
    product_version: of('product_version'),
    product_family: of('product_family'),
    board_vendor: of('board_vendor'),
    board_name: of('board_name'),
  };
}

/** Many systems keep it from ordinary users; the journal is open to administrators. */
async function readKernelLog({ run }: SourceReader): Promise<Source> {
  const direct = await run({ program: 'dmesg', args: [] });
  if (direct.kind === 'text' && direct.text.trim() !== '') return direct;
  return run({ program: 'journalctl', args: ['-k', '-b', '-o', 'cat', '--no-pager', '-q'] });
}

async function readSecureBoot({ file, run }: SourceReader): Promise<Source> {
  const said = await run({ program: 'mokutil', args: ['--sb-state'] });
  if (said.kind === 'text') return said;
  const variable = await file(efiSecureBoot);
  if (variable.kind === 'failed') return variable;
  // Four bytes of attributes, then the value.
  return { ...variable, text: variable.text.codePointAt(4) === 1 ? 'SecureBoot enabled' : 'SecureBoot disabled' };
}

async function readPowerSupplies({ file }: SourceReader): Promise<Source> {
  const from = '/sys/class/power_supply';
  try {
    const names = await readdir(from);
    const texts = await Promise.all(names.map((name) => file(`${from}/${name}/uevent`)));
    return {
      kind: 'text',
      from,
      text: texts.map((source) => (source.kind === 'text' ? source.text : '')).join('\n\n'),
    };
  } catch (error) {
    return { kind: 'failed', from, reason: error instanceof Error ? error.message : String(error) };
  }
}
