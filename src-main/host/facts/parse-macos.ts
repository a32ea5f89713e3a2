import { unknownMaker } from '../firmware/recognise-maker.ts';
import type { ComputerFacts, PowerReading } from './computer-facts.ts';
import type { MacosSources } from './macos-sources.ts';
import { fileSystemOf, parseMacMounts } from './parse-mounts.ts';
import { fact, factFrom, percentOf, unknownFact, type Fact, type Source } from './source.ts';

/** Facts from what was read on macOS. Macs have no switch in the firmware, and no hypervisor keeps others out there. */
export function parseMacos(sources: MacosSources, dataDir: string): ComputerFacts {
  const known = sources.sysctl.kind === 'text' ? parseSysctl(sources.sysctl.text) : new Map<string, string>();
  const support = hypervisorSupport(sources.sysctl, known);
  const model = known.get('machdep.cpu.brand_string');
  const nothing = { value: null, evidence: [] } as const;
  return {
    platformId: 'macos',
    osVersion: factFrom(sources.version, parseVersion),
    cpuModel: model === undefined ? unknownFact(sources.sysctl) : fact(model, model),
    cpuMaker: model?.startsWith('Intel') === true ? 'intel' : null,
    architecture: architecture(sources.sysctl, known),
    isTranslated: translated(sources.sysctl, known),
    isInsideVm: flagFact(sources.sysctl, known, 'kern.hv_vmm_present'),
    isShown: support,
    isCapable: support,
    isFirmwareOn: nothing,
    // Apple's hypervisor stands on it: kern.hv_support is 0 without.
    hasSlat: support.value === true ? support : nothing,
    isHypervisorPresent: nothing,
    holders: nothing,
    maker: { ...unknownMaker, maker: 'Apple Inc.', model: known.get('hw.model') ?? null },
    makerEvidence: known.has('hw.model') ? [`hw.model: ${known.get('hw.model') ?? ''}`] : [],
    isUefi: nothing,
    hasSecureBoot: nothing,
    administrator: factFrom(sources.groups, parseGroups),
    power: factFrom(sources.battery, parseBattery),
    sleepMinutes: factFrom(sources.sleep, parseSleep),
    kvmDevice: nothing,
    modules: nothing,
    kvmTakesAtLoad: nothing,
    fileSystem: factFrom(sources.mounts, (text) => fileSystemOf(parseMacMounts(text), dataDir)),
  };
}

/** `name: value` a line, as sysctl answers several names. */
function parseSysctl(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^([\w.]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value.trim()]));
}

function flagFact(source: Source, known: ReadonlyMap<string, string>, name: string): Fact<boolean> {
  const value = known.get(name);
  if (value === undefined)
    return { value: null, evidence: source.kind === 'failed' ? unknownFact(source).evidence : [`${name}: no answer`] };
  return fact(value === '1', `${name}: ${value}`);
}

/** Intel Macs tell the CPU's own flag besides. */
function hypervisorSupport(source: Source, known: ReadonlyMap<string, string>): Fact<boolean> {
  const support = flagFact(source, known, 'kern.hv_support');
  const hasVmx = known.get('machdep.cpu.features')?.split(' ').includes('VMX');
  const line = hasVmx === undefined ? [] : [`machdep.cpu.features: ${hasVmx ? 'VMX' : 'no VMX'}`];
  return { value: support.value, evidence: [...support.evidence, ...line] };
}

/** Only Macs with Apple's chips know `hw.optional.arm64`, and they say 1 under Rosetta too. */
function architecture(source: Source, known: ReadonlyMap<string, string>): ComputerFacts['architecture'] {
  if (known.get('hw.optional.arm64') === '1') return fact('arm64', 'hw.optional.arm64: 1');
  const model = known.get('machdep.cpu.brand_string') ?? '';
  if (model.startsWith('Apple')) return fact('arm64', `machdep.cpu.brand_string: ${model}`);
  // Every Intel Mac that runs a macOS of today has 64 bits.
  return model.startsWith('Intel') ? fact('amd64', `machdep.cpu.brand_string: ${model}`) : unknownFact(source);
}

/** Intel Macs do not know the name; then it is answered by the CPU. */
function translated(source: Source, known: ReadonlyMap<string, string>): Fact<boolean> {
  const said = flagFact(source, known, 'sysctl.proc_translated');
  if (said.value !== null) return said;
  const model = known.get('machdep.cpu.brand_string') ?? '';
  return model.startsWith('Intel') ? fact(false, `machdep.cpu.brand_string: ${model}`) : said;
}

function parseVersion(text: string): Fact<string> | null {
  const version = /^ProductVersion:\s*(\S+)/m.exec(text)?.[1];
  return version === undefined ? null : fact(version, `macOS ${version}`);
}

function parseGroups(text: string): ComputerFacts['administrator'] {
  const isAdmin = text.trim().split(/\s+/).includes('admin');
  return isAdmin ? fact('can', 'groups: admin') : fact('no', 'groups: not admin');
}

/** `Now drawing from 'AC Power'` and a line per battery; a Mac without one has no such line. Battery ids are not quoted. */
function parseBattery(text: string): Fact<PowerReading> | null {
  const source = /Now drawing from '([^']+)'/.exec(text);
  if (source === null) return null;
  const battery = /InternalBattery[^\t]*\t(\d+)%;\s*([^;]+)/.exec(text);
  if (battery === null) return fact({ hasBattery: false, onBattery: false, percent: null }, source[0]);
  const percent = Number(battery[1]);
  return fact(
    { hasBattery: true, onBattery: source[1] === 'Battery Power', percent: percentOf(percent) },
    source[0],
    `${String(percent)} %; ${battery[2]?.trim() ?? ''}`,
  );
}

/** The section `AC Power:`; ` sleep                1`, in minutes, 0 for never. */
function parseSleep(text: string): Fact<number> | null {
  const plugged = /AC Power:\s*\n((?:[ \t].*(?:\n|$))*)/.exec(text)?.[1];
  const sleep = plugged === undefined ? null : /^\s*sleep\s+(\d+)/m.exec(plugged);
  return sleep === null ? null : fact(Number(sleep[1]), `AC Power: sleep ${sleep[1] ?? ''}`);
}
