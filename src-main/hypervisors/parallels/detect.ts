import { CommandError } from '../../process/command.ts';
import type { CommandRunner } from '../../process/command.ts';
import type { Platform } from '../../platform/platform.ts';
import type { HypervisorFinding } from '../driver.ts';
import { readLicense, readVersion } from './argv.ts';
import { toolFolders, toolsIn } from './locate.ts';
import { parseLicense } from './parse-license.ts';
import type { LicenseVerdict } from './parse-license.ts';
import { parseVersion } from './parse-version.ts';
import type { ParallelsVersion } from './parse-version.ts';
import type { ToolPaths } from './tools.ts';

/** What looking for Parallels needs. */
export interface DetectionSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly platform: Pick<Platform, 'architecture'>;
  readonly signal: AbortSignal;
  /** Folders to look in; default: where Parallels puts its programs. */
  readonly folders?: readonly string[];
}

/** Parallels' programs as they were found. */
export interface FoundParallels {
  readonly paths: ToolPaths;
  readonly answer: ParallelsVersion | null;
  readonly evidence: readonly string[];
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** The first prlctl that can be run, or the names that were tried. */
export async function locateParallels(
  setup: DetectionSetup,
): Promise<FoundParallels | { readonly tried: readonly string[] }> {
  const { runner, signal, folders = toolFolders } = setup;
  for (const paths of folders.map(toolsIn)) {
    try {
      const spec = { ...readVersion, program: paths.prlctl };
      const { stdout, stderr } = await runner.run(spec, { signal });
      const evidence = [`${paths.prlctl} --version`, ...linesOf(stdout + stderr)];
      return { paths, answer: parseVersion(stdout), evidence };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error.reason === 'missing') continue;
      return { paths, answer: null, evidence: [error.message, ...linesOf(error.stderr)] };
    }
  }
  return { tried: folders.map((folder) => toolsIn(folder).prlctl) };
}

/** 27 and later need Apple silicon; on Macs with Intel they can be left over, not run. */
const lastMajorOnIntel = 26;

const codes = {
  edition: 'parallels-edition',
  expired: 'parallels-licence-expired',
  none: 'parallels-licence-missing',
  unclear: 'hypervisor-unusable',
} as const;

/** Looks for Parallels anew at each call, and finds out by trying whether its licence allows the command line. */
export async function detectParallels(setup: DetectionSetup): Promise<HypervisorFinding> {
  const id = 'parallels';
  const found = await locateParallels(setup);
  if ('tried' in found) return { kind: 'missing', id, evidence: found.tried.map((program) => `${program}: not found`) };
  const { answer, paths } = found;
  if (answer === null)
    return { kind: 'unusable', id, version: null, code: 'hypervisor-unusable', evidence: found.evidence };
  const { version, major } = answer;
  if (setup.platform.architecture === 'amd64' && major > lastMajorOnIntel) {
    const evidence = [...found.evidence, `${String(major)} needs Apple silicon`];
    return { kind: 'unusable', id, version, code: 'hypervisor-unusable', evidence };
  }
  const license = await askLicense(setup, paths);
  const evidence = [...found.evidence, ...license.evidence];
  if (license.verdict.kind === 'ok') return { kind: 'usable', id, version, acceleration: 'native', evidence };
  return { kind: 'unusable', id, version, code: codes[license.verdict.kind], evidence };
}

async function askLicense(
  { runner, signal }: DetectionSetup,
  paths: ToolPaths,
): Promise<{ readonly verdict: LicenseVerdict; readonly evidence: readonly string[] }> {
  const command = [paths.prlsrvctl, ...readLicense.args].join(' ');
  try {
    const { stdout, stderr } = await runner.run({ ...readLicense, program: paths.prlsrvctl }, { signal });
    const verdict = parseLicense(`${stderr}\n${stdout}`);
    return { verdict, evidence: [command, ...publicWords(verdict)] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const verdict = parseLicense(`${error.stderr}\n${error.stdout}`);
    return {
      verdict,
      evidence: [command, error.reason, ...linesOf(error.stderr).slice(0, 5), ...publicWords(verdict)],
    };
  }
}

/** The answer itself holds the licence key and whose it is: only what was understood is shown. */
function publicWords(verdict: LicenseVerdict): readonly string[] {
  return 'edition' in verdict && verdict.edition !== '' ? [`edition: ${verdict.edition}`] : [];
}
