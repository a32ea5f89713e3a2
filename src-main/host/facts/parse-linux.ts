import { meaningfulWord, type MakerFacts } from '../firmware/recognise-maker.ts';
import type { ComputerFacts, KvmDevice, PowerReading } from './computer-facts.ts';
import { dmiNames, type LinuxSources } from './linux-sources.ts';
import { fileSystemOf, parseMounts } from './parse-mounts.ts';
import { fact, factFrom, percentOf, textOf, unknownFact, type Fact, type Source } from './source.ts';

/** What this program knows besides. */
export interface LinuxContext {
  readonly isRoot: boolean;
  readonly dataDir: string;
}

/** Facts from what was read on Linux. */
export function parseLinux(sources: LinuxSources, { isRoot, dataDir }: LinuxContext): ComputerFacts {
  const cpu = parseCpuInfo(sources.cpuInfo);
  const kernel = kernelVersion(textOf(sources.kernel));
  const modules = factFrom(sources.modules, (text) => fact(loadedModules(text), ...quoteModules(text)));
  const isInsideVm = insideVm(sources, cpu);
  const virtualization = judgeFlags(sources, { ...cpu, kernel, modules: modules.value ?? [], isInsideVm });
  return {
    platformId: 'linux',
    osVersion: factFrom(sources.kernel, (text) => fact(text.trim(), `Linux ${text.trim()}`)),
    cpuModel: cpu.model,
    cpuMaker: cpu.maker,
    architecture: cpu.architecture,
    isTranslated: fact(false, 'Linux starts only programs for its own CPU'),
    isInsideVm,
    ...virtualization,
    hasSlat: slat(sources, cpu.flags),
    isHypervisorPresent: { value: null, evidence: [] },
    holders: { value: null, evidence: [] },
    maker: parseMaker(sources.dmi),
    makerEvidence: dmiNames.flatMap((name) => {
      const source = sources.dmi[name];
      return source.kind === 'text' ? [`${source.from}: ${source.text.trim()}`] : [];
    }),
    isUefi: parseEfi(sources.efi),
    hasSecureBoot: parseSecureBoot(sources.secureBoot),
    administrator: isRoot ? fact('now', 'this program runs as root') : parseGroups(sources.groups),
    power: factFrom(sources.powerSupplies, (text) => parsePowerSupplies(text)),
    sleepMinutes: factFrom(sources.sleep, parseGnomeSleep),
    kvmDevice: factFrom(sources.kvmDevice, (text) => fact(kvmDevice(text), `/dev/kvm: ${text}`)),
    modules,
    kvmTakesAtLoad: kvmTakesAtLoad(sources, kernel),
    fileSystem: factFrom(sources.mounts, (text) => fileSystemOf(parseMounts(text), dataDir)),
  };
}

interface CpuReading {
  readonly model: Fact<string>;
  readonly maker: 'intel' | 'amd' | null;
  readonly architecture: ComputerFacts['architecture'];
  /** Null where the CPU has no such list (ARM), or it could not be read. */
  readonly flags: readonly string[] | null;
}

function parseCpuInfo(source: Source): CpuReading {
  const text = textOf(source);
  const model = /^model name\s*:\s*(.+)$/m.exec(text)?.[1]?.trim();
  const flags = /^flags\s*:\s*(.+)$/m.exec(text)?.[1]?.split(/\s+/) ?? null;
  const isArm64 = /^CPU architecture\s*:\s*(?:8|AArch64)/m.test(text) && /^Features\s*:/m.test(text);
  const vendor = /^vendor_id\s*:\s*(\S+)/m.exec(text)?.[1] ?? '';
  const maker =
    vendor === 'GenuineIntel' ? 'intel' : vendor === 'AuthenticAMD' || vendor === 'HygonGenuine' ? 'amd' : null;
  const isLong = flags?.includes('lm') === true;
  const architecture = ((): ComputerFacts['architecture'] => {
    if (isArm64) return fact('arm64', `${source.from}: CPU architecture: 8`);
    if (flags === null) return unknownFact(source);
    return isLong ? fact('amd64', `${source.from}: lm`) : fact('32-bit', `${source.from}: no flag lm`);
  })();
  return { model: model === undefined ? unknownFact(source) : fact(model, model), maker, architecture, flags };
}

interface FlagInput extends CpuReading {
  readonly kernel: readonly [number, number] | null;
  readonly modules: readonly string[];
  readonly isInsideVm: Fact<boolean>;
}

/**
 * Since Linux 5.6 `vmx` is not shown when the firmware has locked it off, since 6.7 the same holds for `svm`; before, the flag
 * stays, and only a loaded module of KVM proves that the switch is on.
 */
function judgeFlags(
  sources: LinuxSources,
  { flags, architecture, kernel, modules, isInsideVm }: FlagInput,
): Pick<ComputerFacts, 'isShown' | 'isCapable' | 'isFirmwareOn'> {
  const off = disabledLine(textOf(sources.kernelLog));
  if (architecture.value === 'arm64') return ofArm(sources);
  if (flags === null) {
    const unknown = unknownFact(sources.cpuInfo);
    return { isShown: unknown, isCapable: unknown, isFirmwareOn: unknown };
  }
  const flag = ['vmx', 'svm'].find((name) => flags.includes(name));
  const line = `${sources.cpuInfo.from}: ${flag === undefined ? 'neither vmx nor svm' : `flag ${flag}`}`;
  if (off !== null) {
    return { isShown: fact(flag !== undefined, line), isCapable: fact(true, off), isFirmwareOn: fact(false, off) };
  }
  if (flag === undefined) {
    const isVm = isInsideVm.value === true;
    const nothing = { value: null, evidence: [line] };
    const capable = isVm ? fact(false, line, ...isInsideVm.evidence) : nothing;
    return { isShown: fact(false, line), isCapable: capable, isFirmwareOn: nothing };
  }
  const module = modules.find((name) => name === (flag === 'vmx' ? 'kvm_intel' : 'kvm_amd'));
  const isTrusted = kernel !== null && isAtLeast(kernel, flag === 'vmx' ? [5, 6] : [6, 7]);
  const proof =
    module === undefined ? `Linux ${kernel?.join('.') ?? '?'} shows it only when it is on` : `/proc/modules: ${module}`;
  return {
    isShown: fact(true, line),
    isCapable: fact(true, line),
    isFirmwareOn:
      module !== undefined || isTrusted
        ? fact(true, line, proof)
        : {
            value: null,
            evidence: [line, `Linux ${kernel?.join('.') ?? '?'} shows it also when the firmware has it off`],
          },
  };
}

/** ARM has no flag: the device is there only where the CPU can do it and the system was started in its mode. */
function ofArm({ kvmDevice: device }: LinuxSources): Pick<ComputerFacts, 'isShown' | 'isCapable' | 'isFirmwareOn'> {
  const isThere = textOf(device) !== '' && textOf(device) !== 'ENOENT';
  const line = `/dev/kvm: ${textOf(device)}`;
  const shown: Fact<boolean> = isThere ? fact(true, line) : { value: null, evidence: [line] };
  return { isShown: shown, isCapable: shown, isFirmwareOn: { value: null, evidence: [] } };
}

/** The kernel's own words: `x86/cpu: VMX (outside TXT) disabled by BIOS`, `kvm: disabled by bios`, `SVM disabled (by BIOS) ...`. */
function disabledLine(log: string): string | null {
  const found = log.split('\n').find((line) => /(?:vmx|svm|kvm)\b.*disabled (?:\()?by bios/i.test(line));
  return found === undefined ? null : found.replace(/^\[[^\]]*\]\s*/, '').trim();
}

function insideVm({ cpuInfo, dmi }: LinuxSources, { flags }: CpuReading): Fact<boolean> {
  if (flags?.includes('hypervisor') === true) return fact(true, `${cpuInfo.from}: flag hypervisor`);
  const vendor = textOf(dmi.sys_vendor).trim();
  const product = textOf(dmi.product_name).trim();
  const line = `${dmi.sys_vendor.from}: ${vendor} ${product}`.trim();
  if (/qemu|vmware|innotek|parallels|apple virtualization/i.test(`${vendor} ${product}`)) return fact(true, line);
  // Without the flag an x86 CPU is a real one, as far as the system can know.
  return flags === null ? unknownFact(cpuInfo) : fact(false, `${cpuInfo.from}: no flag hypervisor`);
}

function slat({ cpuInfo, ept, npt }: LinuxSources, flags: readonly string[] | null): Fact<boolean> {
  for (const source of [ept, npt]) {
    if (source.kind === 'text') {
      const isOn = /^[Y1]/.test(source.text.trim());
      return fact(isOn, `${source.from}: ${source.text.trim()}`);
    }
  }
  const flag = ['ept', 'npt'].find((name) => flags?.includes(name));
  if (flag !== undefined) return fact(true, `${cpuInfo.from}: flag ${flag}`);
  const hasVirtualization = flags !== null && (flags.includes('vmx') || flags.includes('svm'));
  return hasVirtualization ? fact(false, `${cpuInfo.from}: neither ept nor npt`) : unknownFact(ept, npt);
}

function kvmDevice(text: string): KvmDevice {
  if (text === 'opens') return 'opens';
  if (text === 'ENOENT') return 'missing';
  return text === 'EACCES' || text === 'EPERM' ? 'forbidden' : 'refuses';
}

/** Linux 6.12 brought the parameter, switched on. */
function kvmTakesAtLoad(
  { kvmAtLoad, cmdline, kernel }: LinuxSources,
  version: readonly [number, number] | null,
): Fact<boolean> {
  if (kvmAtLoad.kind === 'text') {
    const said = kvmAtLoad.text.trim();
    return fact(/^[Y1]/.test(said), `${kvmAtLoad.from}: ${said}`);
  }
  if (/\bkvm\.enable_virt_at_load=[0nN]/.test(textOf(cmdline)))
    return fact(false, `${cmdline.from}: kvm.enable_virt_at_load=0`);
  if (version === null) return unknownFact(kvmAtLoad, kernel);
  return fact(isAtLeast(version, [6, 12]), `Linux ${version.join('.')}`);
}

function loadedModules(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.split(' ')[0] ?? '']));
}

function quoteModules(text: string): readonly string[] {
  const telling = loadedModules(text).filter((name) => /^(?:kvm|vbox)/.test(name));
  return [`/proc/modules: ${telling.length === 0 ? 'neither kvm nor vboxdrv' : telling.join(', ')}`];
}

function parseMaker(dmi: LinuxSources['dmi']): MakerFacts {
  const word = (source: Source): string | null => meaningfulWord(textOf(source));
  return {
    maker: word(dmi.sys_vendor),
    model: word(dmi.product_name),
    version: word(dmi.product_version),
    family: word(dmi.product_family),
    boardMaker: word(dmi.board_vendor),
    boardModel: word(dmi.board_name),
  };
}

function parseEfi(source: Source): Fact<boolean> {
  if (source.kind === 'text') return fact(true, `${source.from}: ${source.text.trim()}`);
  return source.reason === 'ENOENT' ? fact(false, `${source.from}: ENOENT`) : unknownFact(source);
}

/** mokutil's two sentences; the file of the kernel is put into the same words. Without EFI there is no such thing. */
function parseSecureBoot(source: Source): Fact<boolean> {
  return factFrom(source, (text) => {
    const said = /SecureBoot (enabled|disabled)/.exec(text);
    return said === null ? null : fact(said[1] === 'enabled', `${source.from}: ${said[0]}`);
  });
}

function parseGroups(source: Source): ComputerFacts['administrator'] {
  return factFrom(source, (text) => {
    const found = text
      .trim()
      .split(/\s+/)
      .find((name) => ['sudo', 'wheel', 'admin'].includes(name));
    return found === undefined
      ? fact('no' as const, 'groups: neither sudo nor wheel nor admin')
      : fact('can' as const, `groups: ${found}`);
  });
}

/** Power supplies of the computer, not of mice and headsets (`SCOPE=Device`). */
function parsePowerSupplies(text: string): Fact<PowerReading> {
  const supplies = text
    .split(/\n{2,}/)
    .map(
      (block) =>
        new Map([...block.matchAll(/^POWER_SUPPLY_(\w+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value])),
    );
  const battery = supplies.find((supply) => supply.get('TYPE') === 'Battery' && supply.get('SCOPE') !== 'Device');
  if (battery === undefined)
    return fact({ hasBattery: false, onBattery: false, percent: null }, '/sys/class/power_supply: no battery');
  const status = battery.get('STATUS') ?? '';
  const percent = Number.parseInt(battery.get('CAPACITY') ?? '', 10);
  return fact(
    { hasBattery: true, onBattery: status === 'Discharging', percent: percentOf(percent) },
    `${battery.get('NAME') ?? 'battery'}: ${status}, ${battery.get('CAPACITY') ?? '?'} %`,
  );
}

/** GNOME's; other desktops are not known here. */
function parseGnomeSleep(text: string): Fact<number> | null {
  const type = /sleep-inactive-ac-type '([^']+)'/.exec(text);
  const seconds = /sleep-inactive-ac-timeout (\d+)/.exec(text);
  if (type === null || seconds === null) return null;
  const minutes = type[1] === 'nothing' ? 0 : Math.round(Number(seconds[1]) / 60);
  return fact(minutes, type[0], seconds[0]);
}

function kernelVersion(text: string): readonly [number, number] | null {
  const found = /^(\d+)\.(\d+)/.exec(text.trim());
  return found === null ? null : [Number(found[1]), Number(found[2])];
}

function isAtLeast(
  [major, minor]: readonly [number, number],
  [wantedMajor, wantedMinor]: readonly [number, number],
): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
