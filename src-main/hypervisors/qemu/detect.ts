import { constants } from 'node:fs';
import { access, open, readFile } from 'node:fs/promises';
import { LabError } from '../../domain/failure.ts';
import { CommandError } from '../../process/command.ts';
import type { CommandResult, CommandRunner } from '../../process/command.ts';
import type { HypervisorFinding } from '../driver.ts';
import { chooseAccelerator } from './accelerator.ts';
import type { AcceleratorChoice, AcceleratorFacts } from './accelerator.ts';
import type { QemuAccelerator, QemuFirmware, QemuInstallation } from './context.ts';
import { firmwareCandidates, programCandidates, systemProgramName } from './locations.ts';
import type { Surroundings } from './locations.ts';
import { parseAccelerators, parseQemuVersion } from './parse-qemu-help.ts';
import type { QemuVersion } from './parse-qemu-help.ts';

/** Since 7.2 frames can be passed on as datagrams, which the internal network stands on. */
const minVersion = { major: 7, minor: 2 } as const;
const askTimeoutMs = 30_000;

/** Files of the host that are read while looking. */
export interface HostFiles {
  /** Null when it cannot be read. */
  readText(path: string): Promise<string | null>;
  /** True when it opens for reading and writing. */
  opensForWriting(path: string): Promise<boolean>;
  isReadable(path: string): Promise<boolean>;
}

export interface QemuProbe {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly platform: Surroundings;
  readonly signal?: AbortSignal;
  /** Default: the files of this computer. */
  readonly files?: HostFiles;
}

type Unusable = Extract<HypervisorFinding, { readonly kind: 'unusable' | 'missing' }>;

type Look =
  | { readonly kind: 'refused'; readonly finding: Unusable }
  | {
      readonly kind: 'found';
      readonly installation: QemuInstallation;
      readonly version: QemuVersion;
      readonly evidence: readonly string[];
    };

/** Looks for QEMU anew: both programs are found and run, and how guests would run is measured, never guessed. */
export async function detectQemu(probe: QemuProbe): Promise<HypervisorFinding> {
  const look = await lookForQemu(probe);
  if (look.kind === 'refused') return look.finding;
  const { accelerator } = look.installation;
  return {
    kind: 'usable',
    id: 'qemu',
    version: look.version.text,
    acceleration: accelerator === 'tcg' ? 'software' : accelerator,
    evidence: look.evidence,
  };
}

/** The same for the driver: what it is built with. Throws `hypervisor-missing`, `hypervisor-unusable` or `tool-missing`. */
export async function probeQemu(probe: QemuProbe): Promise<QemuInstallation> {
  const look = await lookForQemu(probe);
  if (look.kind === 'found') return look.installation;
  const { finding } = look;
  throw new LabError(finding.kind === 'missing' ? 'hypervisor-missing' : finding.code, `QEMU is ${finding.kind}`, {
    params: { hypervisor: 'qemu', tool: 'qemu-img', package: 'qemu-utils', driverFix: probe.platform.id },
    evidence: finding.evidence,
  });
}

async function lookForQemu(probe: QemuProbe): Promise<Look> {
  const { platform } = probe;
  const system = await findProgram(probe, systemProgramName(platform.architecture));
  if (system.kind !== 'found') return refuse(system.kind, 'hypervisor-unusable', system.evidence);
  const version = parseQemuVersion(system.result.stdout);
  const saysVersion = `${system.program}: ${system.result.stdout.split('\n')[0] ?? ''}`;
  if (version === null) return refuse('failed', 'hypervisor-unusable', [saysVersion]);
  const told: Told = { version: version.text, evidence: [saysVersion] };
  if (version.major < minVersion.major || (version.major === minVersion.major && version.minor < minVersion.minor)) {
    return refuse('failed', 'hypervisor-unusable', [...told.evidence, 'version 7.2 or later is needed'], told);
  }
  const img = await findProgram(probe, 'qemu-img');
  if (img.kind !== 'found') return refuse('failed', 'tool-missing', [...told.evidence, ...img.evidence], told);
  const firmware = platform.architecture === 'arm64' ? await findFirmware(probe, system.program) : null;
  if (platform.architecture === 'arm64' && firmware === null) {
    const evidence = [...told.evidence, 'no UEFI firmware for arm64 (edk2) was found'];
    return refuse('failed', 'hypervisor-unusable', evidence, told);
  }
  const choice = await measureAccelerator(probe, system.program);
  return {
    kind: 'found',
    installation: {
      programs: { system: system.program, img: img.program },
      accelerator: choice.accelerator,
      version: { major: version.major, minor: version.minor },
      firmware,
    },
    version,
    evidence: [...told.evidence, ...choice.evidence],
  };
}

interface Told {
  readonly version: string | null;
  readonly evidence: readonly string[];
}

function refuse(
  kind: 'missing' | 'failed',
  code: 'hypervisor-unusable' | 'tool-missing',
  ...[evidence, told]: readonly [readonly string[], Told?]
): Look {
  if (kind === 'missing') return { kind: 'refused', finding: { kind: 'missing', id: 'qemu', evidence } };
  const version = told?.version ?? null;
  return { kind: 'refused', finding: { kind: 'unusable', id: 'qemu', version, code, evidence } };
}

type FoundProgram =
  | { readonly kind: 'found'; readonly program: string; readonly result: CommandResult }
  | { readonly kind: 'missing' | 'failed'; readonly evidence: readonly string[] };

/** The first candidate that can be run; one that is there and fails ends the search, as it is the one that would be used. */
async function findProgram(probe: QemuProbe, name: string): Promise<FoundProgram> {
  for (const program of programCandidates(name, probe.platform)) {
    const answer = await ask(probe, program, ['--version']);
    if (!(answer instanceof CommandError)) return { kind: 'found', program, result: answer };
    if (answer.reason !== 'missing') return { kind: 'failed', evidence: [answer.message] };
  }
  return { kind: 'missing', evidence: [`no program ${name}`] };
}

async function ask(
  probe: QemuProbe,
  program: string,
  ...[args, input]: readonly [readonly string[], string?]
): Promise<CommandResult | CommandError> {
  const spec = { program, args, timeoutMs: askTimeoutMs, ...(input === undefined ? {} : { input }) };
  try {
    return await probe.runner.run(spec, { signal: probe.signal ?? new AbortController().signal });
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

async function findFirmware(probe: QemuProbe, program: string): Promise<QemuFirmware | null> {
  const files = probe.files ?? hostFiles;
  for (const firmware of firmwareCandidates(program, probe.platform)) {
    const { codePath, variablesPath } = firmware;
    if ((await files.isReadable(codePath)) && (await files.isReadable(variablesPath))) return firmware;
  }
  return null;
}

async function measureAccelerator(probe: QemuProbe, program: string): Promise<AcceleratorChoice> {
  const choice = chooseAccelerator(await readFacts(probe, program));
  if (choice.accelerator === 'tcg') return choice;
  const failure = await tryAccelerator(probe, program, choice.accelerator);
  if (failure === null) return choice;
  return { accelerator: 'tcg', evidence: [...choice.evidence, failure] };
}

async function readFacts(probe: QemuProbe, program: string): Promise<AcceleratorFacts> {
  const { platform } = probe;
  const files = probe.files ?? hostFiles;
  const help = await ask(probe, program, ['-accel', 'help']);
  const isLinux = platform.id === 'linux';
  const hv = platform.id === 'macos' ? await ask(probe, '/usr/sbin/sysctl', ['-n', 'kern.hv_support']) : null;
  return {
    platformId: platform.id,
    architecture: platform.architecture,
    listed: help instanceof CommandError ? [] : parseAccelerators(help.stdout),
    kvmOpens: isLinux ? await files.opensForWriting('/dev/kvm') : null,
    cpuInfo: isLinux ? await files.readText('/proc/cpuinfo') : null,
    hvSupport: hv === null || hv instanceof CommandError ? null : hv.stdout,
  };
}

/** Has QEMU really set it up, in a machine of nothing; null when that works, else what QEMU says. */
async function tryAccelerator(probe: QemuProbe, program: string, accelerator: QemuAccelerator): Promise<string | null> {
  const args = ['-machine', 'none', '-accel', accelerator, '-nodefaults', '-display', 'none', '-monitor', 'stdio'];
  const answer = await ask(probe, program, args, 'quit\n');
  return answer instanceof CommandError ? answer.message : null;
}

const hostFiles: HostFiles = {
  readText: (path) => readFile(path, 'utf8').catch(() => null),
  opensForWriting: async (path) => {
    try {
      await (await open(path, constants.O_RDWR)).close();
      return true;
    } catch {
      // Whatever the reason, it cannot be used.
      return false;
    }
  },
  isReadable: async (path) => {
    try {
      await access(path, constants.R_OK);
      return true;
    } catch {
      // As above.
      return false;
    }
  },
};
