import { CommandError } from '../../process/command.ts';
import type { CommandResult, CommandRunner } from '../../process/command.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { HypervisorFinding } from '../driver.ts';
import { vboxManageCandidates } from './locate.ts';
import { parseInstallDir } from './parse-registry.ts';
import { parseVersion } from './parse-version.ts';
import type { VersionAnswer } from './parse-version.ts';

/** The device of the Linux kernel driver. */
export const driverDevice = '/dev/vboxdrv';

/** What looking for VirtualBox needs. */
export interface DetectionSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly platform: Pick<Platform, 'id' | 'env'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** The device of the Linux kernel driver; tests name another. */
  readonly driverDevicePath?: string;
}

/** VBoxManage as it was found. */
export interface FoundVBoxManage {
  readonly program: string;
  readonly answer: VersionAnswer | null;
  readonly evidence: readonly string[];
}

/** The first VBoxManage that can be run, or the names that were tried. */
export async function locateVBoxManage(
  setup: DetectionSetup,
): Promise<FoundVBoxManage | { readonly tried: readonly string[] }> {
  const tried = vboxManageCandidates({ ...setup.platform, installDir: await readInstallDir(setup) });
  for (const program of tried) {
    try {
      const { stdout, stderr } = await askVersion(setup, program);
      return { program, answer: parseVersion(stdout), evidence: [`${program} --version`, ...linesOf(stdout + stderr)] };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error.reason === 'missing') continue;
      return { program, answer: null, evidence: [error.message, ...linesOf(error.stderr)] };
    }
  }
  return { tried };
}

const versionTries = 3;
const versionPauseMs = 1000;

/** On Windows VBoxManage sometimes answers with nothing at all, and answers a moment later (seen by Vagrant). */
async function askVersion({ runner, clock, signal }: DetectionSetup, program: string): Promise<CommandResult> {
  for (let tries = 1; ; tries += 1) {
    const answer = await runner.run({ program, args: ['--version'], timeoutMs: 60_000 }, { signal });
    if (answer.stdout.trim() !== '' || tries === versionTries) return answer;
    await clock.sleep(versionPauseMs, signal);
  }
}

/** Asked anew at each call: the variables that an installer sets are not seen by programs that ran before it. */
async function readInstallDir({ runner, platform, signal }: DetectionSetup): Promise<string | null> {
  if (platform.id !== 'windows') return null;
  const args = ['query', 'HKLM\\SOFTWARE\\Oracle\\VirtualBox', '/v', 'InstallDir', '/reg:64'];
  try {
    return parseInstallDir((await runner.run({ program: 'reg.exe', args, timeoutMs: 20_000 }, { signal })).stdout);
  } catch (error) {
    // Not installed, or no registry that can be asked: the other places are left.
    if (error instanceof CommandError) return null;
    throw error;
  }
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** Oldest version this driver was written for. */
const oldestMajor = 7;

/** Looks for VirtualBox anew at each call. */
export async function detectVirtualBox(setup: DetectionSetup): Promise<HypervisorFinding> {
  const id = 'virtualbox';
  const found = await locateVBoxManage(setup);
  if ('tried' in found) return { kind: 'missing', id, evidence: found.tried.map((program) => `${program}: not found`) };
  const { answer, evidence } = found;
  if (answer === null || answer.major < oldestMajor)
    return { kind: 'unusable', id, version: answer?.version ?? null, code: 'hypervisor-unusable', evidence };
  const { version } = answer;
  const missingDriver = await missingDriverEvidence(setup, answer);
  if (missingDriver !== null)
    return { kind: 'unusable', id, version, code: 'vm-driver-missing', evidence: [...evidence, ...missingDriver] };
  return { kind: 'usable', id, version, acceleration: 'native', evidence };
}

/** VMs cannot start without the kernel driver; everything else works, and says nothing about it (7.2.22). */
async function missingDriverEvidence(setup: DetectionSetup, answer: VersionAnswer): Promise<readonly string[] | null> {
  if (answer.warnings.some((line) => line.includes('vboxdrv'))) return [];
  const devicePath = setup.driverDevicePath ?? driverDevice;
  if (setup.platform.id === 'linux' && !(await fileExists(devicePath))) return [`${devicePath}: no such device`];
  return null;
}
