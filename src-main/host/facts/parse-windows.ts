import { z } from 'zod';
import { meaningfulWord, recogniseMaker, unknownMaker, type MakerFacts } from '../firmware/recognise-maker.ts';
import type { ComputerFacts, PowerReading } from './computer-facts.ts';
import { parseHolders } from './parse-holders.ts';
import { fact, percentOf, unknownFact, type Fact, type Source } from './source.ts';
import type { Answer, Answers } from './windows-script.ts';

/** What this program knows besides. */
export interface WindowsContext {
  /** CPU that this program was built for. */
  readonly builtFor: 'amd64' | 'arm64';
  readonly dataDir: string;
}

const outputSchema = z.record(z.string(), z.unknown());
const okSchema = z.object({ ok: z.union([z.array(z.unknown()), z.unknown().transform((value) => [value])]) });
const errorSchema = z.object({ error: z.string() });

/** Facts from the one document that PowerShell printed. What was refused is unknown, with the reason in Windows' own words. */
export function parseWindows(source: Source, { builtFor, dataDir }: WindowsContext): ComputerFacts {
  const answers = parseAnswers(source);
  const cpu = firstOf(answers('processor'), processorSchema);
  const system = firstOf(answers('system'), systemSchema);
  const maker = makerOf(answers, system);
  const isInsideVm = insideVm(answers, maker, system);
  const isPresent = booleanFact('Win32_ComputerSystem.HypervisorPresent', system?.HypervisorPresent, answers('system'));
  const architecture = architectureOf(cpu, answers('processor'));
  return {
    platformId: 'windows',
    osVersion: versionOf(answers('os')),
    cpuModel: modelOf(cpu?.Name ?? null, answers('processor')),
    cpuMaker: cpu?.Manufacturer === 'GenuineIntel' ? 'intel' : cpu?.Manufacturer === 'AuthenticAMD' ? 'amd' : null,
    architecture,
    isTranslated:
      architecture.value === null || architecture.value === '32-bit'
        ? { value: null, evidence: architecture.evidence }
        : fact(architecture.value !== builtFor, ...architecture.evidence, `this program is built for ${builtFor}`),
    isInsideVm,
    ...judgeCpu({ cpu, isPresent, isInsideVm, answer: answers('processor'), isArm: architecture.value === 'arm64' }),
    isHypervisorPresent: isPresent,
    holders: parseHolders(answers),
    maker,
    makerEvidence: Object.values(maker).filter((word): word is string => word !== null),
    isUefi: firmwareOf(answers('firmware')),
    hasSecureBoot: { value: null, evidence: [] },
    administrator: administratorOf(answers('groups')),
    power: powerOf(answers('battery')),
    sleepMinutes: sleepOf(answers('sleep')),
    kvmDevice: { value: null, evidence: [] },
    modules: { value: null, evidence: [] },
    kvmTakesAtLoad: { value: null, evidence: [] },
    fileSystem: fileSystem(answers('drives'), dataDir),
  };
}

/** Output that is no such document (policies print sentences) answers no question. */
function parseAnswers(source: Source): Answers {
  const whole = source.kind === 'text' ? parseOutput(source.text) : null;
  const mode = whole?.['languageMode'];
  // A policy of the company; much is refused then, and the user should know that it is nobody's fault.
  const note = typeof mode === 'string' && mode !== 'FullLanguage' ? ` (language mode ${mode})` : '';
  return (question) => {
    if (whole === null) return { kind: 'refused', reason: unreadable(source) };
    const given = whole[question];
    const error = errorSchema.safeParse(given);
    if (error.success) return { kind: 'refused', reason: `${question}: ${firstLine(error.data.error)}${note}` };
    const ok = okSchema.safeParse(given);
    return ok.success
      ? { kind: 'rows', rows: ok.data.ok.filter((row) => row !== null) }
      : { kind: 'refused', reason: `${question}: no answer${note}` };
  };
}

function parseOutput(text: string): Readonly<Record<string, unknown>> | null {
  const line = text.split(/\r?\n/).find((candidate) =>
    candidate
      .trimStart()
      .replace(/^\uFEFF/, '')
      .startsWith('{'),
  );
  if (line === undefined) return null;
  try {
    return outputSchema.parse(JSON.parse(line.trim().replace(/^\uFEFF/, '')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function unreadable(source: Source): string {
  if (source.kind === 'failed') return `${source.from}: ${firstLine(source.reason)}`;
  return `${source.from}: ${firstLine(source.text) || 'no output'}`;
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/)[0]?.slice(0, 300) ?? '';
}

const flag = z.boolean().nullish();
const word = z.string().nullish();
const processorSchema = z.object({
  Name: word,
  Manufacturer: word,
  Architecture: z.number().nullish(),
  AddressWidth: z.number().nullish(),
  VirtualizationFirmwareEnabled: flag,
  VMMonitorModeExtensions: flag,
  SecondLevelAddressTranslationExtensions: flag,
});
const systemSchema = z.object({ HypervisorPresent: flag, Manufacturer: word, Model: word, SystemFamily: word });

function firstOf<S extends z.ZodType>(answer: Answer, schema: S): z.output<S> | null {
  const parsed = answer.kind === 'rows' ? schema.safeParse(answer.rows[0]) : null;
  return parsed?.success === true ? parsed.data : null;
}

function refused(answer: Answer): Fact<never> {
  return { value: null, evidence: [answer.kind === 'refused' ? answer.reason : 'Windows gave no value'] };
}

function booleanFact(name: string, value: boolean | null | undefined, answer: Answer): Fact<boolean> {
  if (value === null || value === undefined) return refused(answer);
  return fact(value, `${name}: ${value ? 'True' : 'False'}`);
}

interface CpuInput {
  readonly cpu: z.output<typeof processorSchema> | null;
  readonly isPresent: Fact<boolean>;
  readonly isInsideVm: Fact<boolean>;
  readonly answer: Answer;
  readonly isArm: boolean;
}

type CpuJudgement = Pick<ComputerFacts, 'isShown' | 'isCapable' | 'isFirmwareOn' | 'hasSlat'>;

/**
 * A hypervisor below Windows proves that virtualization is on; the three flags of the CPU are masked then and read False. Without
 * one they mean what they say. When it is not known whether there is one, only True can be believed.
 */
function judgeCpu({ cpu, isPresent, isInsideVm, answer, isArm }: CpuInput): CpuJudgement {
  const firmware = booleanFact(
    'Win32_Processor.VirtualizationFirmwareEnabled',
    cpu?.VirtualizationFirmwareEnabled,
    answer,
  );
  const monitor = booleanFact('Win32_Processor.VMMonitorModeExtensions', cpu?.VMMonitorModeExtensions, answer);
  const slat = booleanFact(
    'Win32_Processor.SecondLevelAddressTranslationExtensions',
    cpu?.SecondLevelAddressTranslationExtensions,
    answer,
  );
  if (isPresent.value === true && isInsideVm.value === false) {
    const proved = fact(true, ...isPresent.evidence);
    return { isShown: firmware, isCapable: proved, isFirmwareOn: proved, hasSlat: proved };
  }
  const isTrusted = isPresent.value === false && isInsideVm.value !== true && !isArm;
  const judge = (flagFact: Fact<boolean>): Fact<boolean> => {
    const evidence = [...isPresent.evidence, ...flagFact.evidence];
    return { value: flagFact.value === true || isTrusted ? flagFact.value : null, evidence };
  };
  return { isShown: judge(firmware), isCapable: judge(monitor), isFirmwareOn: judge(firmware), hasSlat: judge(slat) };
}

function architectureOf(cpu: CpuInput['cpu'], answer: Answer): ComputerFacts['architecture'] {
  const code = cpu?.Architecture;
  if (cpu === null || code === null || code === undefined) return refused(answer);
  const line = `Win32_Processor.Architecture: ${String(code)}`;
  if (code === 9) return fact('amd64', line);
  if (code === 12) return fact('arm64', line);
  return code === 0 && cpu.AddressWidth === 64 ? fact('amd64', line) : fact('32-bit', line);
}

function makerOf(answers: Answers, system: z.output<typeof systemSchema> | null): MakerFacts {
  const product = firstOf(answers('product'), z.object({ Version: word }));
  const board = firstOf(answers('board'), z.object({ Manufacturer: word, Product: word }));
  return {
    ...unknownMaker,
    maker: meaningfulWord(system?.Manufacturer),
    model: meaningfulWord(system?.Model),
    version: meaningfulWord(product?.Version),
    family: meaningfulWord(system?.SystemFamily),
    boardMaker: meaningfulWord(board?.Manufacturer),
    boardModel: meaningfulWord(board?.Product),
  };
}

function insideVm(answers: Answers, maker: MakerFacts, system: z.output<typeof systemSchema> | null): Fact<boolean> {
  const words = [system?.Manufacturer, system?.Model].filter((given) => given !== null && given !== undefined);
  if (words.length === 0) return refused(answers('system'));
  const line = `Win32_ComputerSystem: ${words.join(' ')}`;
  return fact(recogniseMaker(maker) === 'virtual-machine', line);
}

function modelOf(name: string | null, answer: Answer): Fact<string> {
  return name === null ? refused(answer) : fact(name.trim(), name.trim());
}

function versionOf(answer: Answer): Fact<string> {
  const version = firstOf(answer, z.object({ Version: z.string() }))?.Version;
  return version === undefined ? refused(answer) : fact(version, `Windows ${version}`);
}

function firmwareOf(answer: Answer): Fact<boolean> {
  const type = firstOf(answer, z.union([z.literal(1), z.literal(2)]));
  return type === null ? refused(answer) : fact(type === 2, `PEFirmwareType: ${String(type)}`);
}

function administratorOf(answer: Answer): ComputerFacts['administrator'] {
  if (answer.kind === 'refused') return refused(answer);
  if (answer.rows.includes('S-1-16-12288')) return fact('now', 'whoami: S-1-16-12288');
  return answer.rows.includes('S-1-5-32-544')
    ? fact('can', 'whoami: S-1-5-32-544')
    : fact('no', 'whoami: not S-1-5-32-544');
}

/** Status 1: the battery is being emptied; the other values are some kind of plugged in. */
function powerOf(answer: Answer): Fact<PowerReading> {
  if (answer.kind === 'refused') return refused(answer);
  const battery = firstOf(
    answer,
    z.object({ BatteryStatus: z.number(), EstimatedChargeRemaining: z.number().nullish() }),
  );
  if (battery === null) {
    return answer.rows.length === 0
      ? fact({ hasBattery: false, onBattery: false, percent: null }, 'Win32_Battery: none')
      : unknownFact({ kind: 'failed', from: 'Win32_Battery', reason: 'no status' });
  }
  const { BatteryStatus: status, EstimatedChargeRemaining: percent } = battery;
  return fact(
    { hasBattery: true, onBattery: status === 1, percent: percentOf(percent ?? Number.NaN) },
    `Win32_Battery: status ${String(status)}, ${String(percent ?? '?')} %`,
  );
}

function sleepOf(answer: Answer): Fact<number> {
  if (answer.kind === 'refused') return refused(answer);
  const numbers = answer.rows.flatMap((row) =>
    typeof row === 'string' ? [/\b0x([0-9a-f]{8})\s*$/i.exec(row.trim())?.[1] ?? ''] : [],
  );
  const [plugged, battery] = numbers.filter((hex) => hex !== '').slice(-2);
  if (plugged === undefined || battery === undefined)
    return unknownFact({ kind: 'failed', from: 'powercfg', reason: 'no numbers' });
  return fact(Math.round(parseInt(plugged, 16) / 60), `powercfg STANDBYIDLE: 0x${plugged} (plugged in)`);
}

/** Drive type 4 is a network drive; `\\server\share` is one by its name. */
function fileSystem(answer: Answer, dataDir: string): Fact<string> {
  if (/^[\\/]{2}[^?.]/.test(dataDir)) return fact('network', `${dataDir}: a path of the network`);
  if (answer.kind === 'refused') return refused(answer);
  const drives = answer.rows.flatMap((row) => {
    const drive = z.object({ DeviceID: z.string(), DriveType: z.number(), FileSystem: word }).safeParse(row);
    return drive.success ? [drive.data] : [];
  });
  const own = drives.find(({ DeviceID }) => dataDir.toLowerCase().startsWith(DeviceID.toLowerCase()));
  if (own === undefined) return { value: null, evidence: ['Win32_LogicalDisk: no such drive'] };
  const name = own.DriveType === 4 ? 'network' : (own.FileSystem ?? null);
  const line = `Win32_LogicalDisk ${own.DeviceID}: type ${String(own.DriveType)}, ${own.FileSystem ?? 'no file system'}`;
  return { value: name, evidence: [line] };
}
