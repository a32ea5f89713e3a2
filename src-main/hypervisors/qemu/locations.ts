import { posix, win32 } from 'node:path';
import type { CpuArchitecture } from '../../domain/ids.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import type { QemuFirmware } from './context.ts';

/** What decides where QEMU may be. */
export interface Surroundings {
  readonly id: PlatformId;
  readonly architecture: CpuArchitecture;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Name of the program that runs VMs of this CPU. */
export function systemProgramName(architecture: CpuArchitecture): string {
  return architecture === 'amd64' ? 'qemu-system-x86_64' : 'qemu-system-aarch64';
}

/**
 * Where a program of QEMU may be, in the order to try: PATH, then the folders of the usual installations. Programs started by
 * a click have a short PATH on macOS, and the installer for Windows does not change it.
 */
export function programCandidates(name: string, { id, env }: Surroundings): readonly string[] {
  if (id === 'windows') {
    const roots = [env.ProgramW6432 ?? env.ProgramFiles, env['ProgramFiles(x86)']];
    const dirs = roots.filter((dir): dir is string => dir !== undefined && dir !== '');
    return [`${name}.exe`, ...dirs.map((dir) => win32.join(dir, 'qemu', `${name}.exe`))];
  }
  const macDirs = ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin'];
  const dirs = id === 'macos' ? macDirs : ['/usr/bin', '/usr/local/bin', '/usr/libexec'];
  return [name, ...dirs.map((dir) => posix.join(dir, name))];
}

/** Firmware for arm64 guests, in the order to try; packagers put it in different places under different names. */
export function firmwareCandidates(program: string, { id }: Surroundings): readonly QemuFirmware[] {
  const path = id === 'windows' ? win32 : posix;
  const own = path.isAbsolute(program)
    ? [path.join(path.dirname(program), 'share'), path.join(path.dirname(program), '..', 'share', 'qemu')]
    : [];
  const shared = ['/opt/homebrew/share/qemu', '/usr/local/share/qemu', '/opt/local/share/qemu', '/usr/share/qemu'];
  const pair = (dir: string, code: string, variables: string): QemuFirmware => ({
    codePath: path.join(dir, code),
    variablesPath: path.join(dir, variables),
  });
  return [
    ...[...own, ...(id === 'windows' ? [] : shared)].map((dir) =>
      pair(dir, 'edk2-aarch64-code.fd', 'edk2-arm-vars.fd'),
    ),
    ...(id === 'linux'
      ? [
          pair('/usr/share/AAVMF', 'AAVMF_CODE.fd', 'AAVMF_VARS.fd'),
          pair('/usr/share/edk2/aarch64', 'QEMU_EFI-pflash.raw', 'vars-template-pflash.raw'),
        ]
      : []),
  ];
}
