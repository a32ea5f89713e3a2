import type { ByHandReason, InstallNote, InstallPlan, PackageManager } from '../../contract/install-views.ts';
import type { CpuArchitecture, HypervisorId } from '../../domain/ids.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import { formatCommand, type CommandSpec } from '../../process/command.ts';

/** What decides how something is installed here. */
export interface InstallSituation {
  readonly platformId: PlatformId;
  readonly architecture: CpuArchitecture;
  readonly isRoot: boolean;
  /** The package manager of this system with its path; null: none that the app can use. */
  readonly manager: { readonly id: PackageManager; readonly program: string } | null;
  /** Asks for an administrator in a window (`pkexec`); null where there is no screen for it. */
  readonly elevator: string | null;
  /** This system has the packages, as far as it tells before. */
  readonly isOffered: boolean;
}

/** One command of an installation, as data. */
export interface InstallStep {
  readonly id: 'runtime' | 'program';
  readonly command: CommandSpec;
}

/** The plan as a user reads it, and what carries it out; no steps when it is by hand. */
export interface InstallDecision {
  readonly view: InstallPlan;
  readonly steps: readonly InstallStep[];
}

const vendorPages: Readonly<Record<HypervisorId, string>> = {
  virtualbox: 'https://www.virtualbox.org/wiki/Downloads',
  parallels: 'https://www.parallels.com/products/desktop/pro/',
  qemu: 'https://www.qemu.org/download/',
};

type Packages = Readonly<Partial<Record<HypervisorId, readonly string[]>>>;

/** Names of packages. Fedora has no VirtualBox of its own. */
const packages: Readonly<Record<Exclude<PackageManager, 'apt'>, Packages>> &
  Readonly<Record<CpuArchitecture, Packages>> = {
  winget: { virtualbox: ['Oracle.VirtualBox'], qemu: ['SoftwareFreedomConservancy.QEMU'] },
  brew: { qemu: ['qemu'] },
  dnf: { qemu: ['qemu-kvm', 'qemu-img'] },
  pacman: { virtualbox: ['virtualbox', 'virtualbox-host-dkms'], qemu: ['qemu-base'] },
  zypper: { virtualbox: ['virtualbox'], qemu: ['qemu', 'qemu-tools'] },
  // Debian's and Ubuntu's by CPU; VirtualBox for Linux runs on PCs alone.
  amd64: { virtualbox: ['virtualbox'], qemu: ['qemu-system-x86', 'qemu-utils'] },
  arm64: { qemu: ['qemu-system-arm', 'qemu-efi-aarch64', 'qemu-utils'] },
};

/** The packages that bring a hypervisor; none where the manager has no such package. */
export function packagesOf(
  manager: PackageManager,
  { hypervisor, architecture }: { readonly hypervisor: HypervisorId; readonly architecture: CpuArchitecture },
): readonly string[] {
  return packages[manager === 'apt' ? architecture : manager][hypervisor] ?? [];
}

/** VirtualBox's installer refuses to begin without it (winget-pkgs pull request 83118, chocolatey-packages 2005). */
const windowsRuntime: Readonly<Record<CpuArchitecture, string>> = {
  amd64: 'Microsoft.VCRedist.2015+.x64',
  arm64: 'Microsoft.VCRedist.2015+.arm64',
};

const wingetOptions = [
  '--exact',
  '--source',
  'winget',
  '--silent',
  '--accept-package-agreements',
  '--accept-source-agreements',
  '--disable-interactivity',
] as const;

/** The command that installs packages, without what gives it the rights. */
function managerCommand(manager: PackageManager, program: string, names: readonly string[]): CommandSpec {
  switch (manager) {
    case 'winget':
      return { program, args: ['install', '--id', ...names, ...wingetOptions] };
    case 'brew':
      return { program, args: ['install', ...names], env: { NONINTERACTIVE: '1' } };
    case 'apt':
      return { program, args: ['install', '--yes', ...names], env: { DEBIAN_FRONTEND: 'noninteractive' } };
    case 'dnf':
      return { program, args: ['install', '--assumeyes', ...names] };
    case 'pacman':
      return { program, args: ['--sync', '--noconfirm', '--needed', ...names] };
    case 'zypper':
      return { program, args: ['--non-interactive', 'install', ...names] };
  }
}

/** Package managers of Linux change the system; winget and Homebrew ask by themselves, or need nobody. */
function needsRoot(manager: PackageManager): boolean {
  return manager !== 'winget' && manager !== 'brew';
}

/** `pkexec` hands no environment on, so it goes through `env`. */
function elevated(elevator: string, { program, args, env = {} }: CommandSpec): CommandSpec {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    program: elevator,
    args: settings.length === 0 ? [program, ...args] : ['env', ...settings, program, ...args],
  };
}

const virtualBoxNotes: Readonly<Record<PlatformId, InstallNote>> = {
  windows: 'restart',
  macos: 'macos-privacy',
  linux: 'secure-boot',
};

function notesFor(hypervisor: HypervisorId, { platformId }: InstallSituation): InstallNote[] {
  if (hypervisor === 'parallels') return ['licence'];
  return hypervisor === 'virtualbox' ? [virtualBoxNotes[platformId]] : [];
}

/** Pure: how `hypervisor` comes onto a computer in this situation. */
export function planInstall(hypervisor: HypervisorId, situation: InstallSituation): InstallDecision {
  const { architecture, manager, elevator, isRoot, platformId } = situation;
  const common = { hypervisor, notes: notesFor(hypervisor, situation), url: vendorPages[hypervisor] };
  function byHand(reason: ByHandReason, commands: string[] = []): InstallDecision {
    return { view: { kind: 'by-hand', ...common, reason, commands }, steps: [] };
  }
  const isForeign =
    (hypervisor === 'parallels' && platformId !== 'macos') ||
    (hypervisor === 'virtualbox' && platformId === 'linux' && architecture === 'arm64');
  if (isForeign) return byHand('not-for-this-computer');
  // Homebrew runs the installer of Oracle's package with sudo, which asks in a terminal.
  if (hypervisor === 'virtualbox' && manager?.id === 'brew')
    return byHand('needs-terminal', ['brew install --cask virtualbox']);
  if (hypervisor === 'parallels') return byHand('vendor-only');
  if (manager === null) return byHand('no-manager');
  const names = packagesOf(manager.id, { hypervisor, architecture });
  if (names.length === 0 || !situation.isOffered) return byHand('not-packaged');
  const plain = managerCommand(manager.id, manager.program, names);
  if (needsRoot(manager.id) && !isRoot && elevator === null) {
    return byHand('needs-terminal', [
      `sudo ${formatCommand({ ...plain, program: manager.id === 'apt' ? 'apt-get' : manager.id })}`,
    ]);
  }
  const mayChange = isRoot || !needsRoot(manager.id);
  const steps: InstallStep[] = [
    ...runtimeSteps(hypervisor, situation),
    { id: 'program', command: mayChange || elevator === null ? plain : elevated(elevator, plain) },
  ];
  const view: InstallPlan = {
    kind: 'offered',
    ...common,
    manager: manager.id,
    commands: steps.map(({ command }) => formatCommand(command)),
    asksAdministrator: manager.id === 'winget' || !mayChange,
  };
  return { view, steps };
}

function runtimeSteps(hypervisor: HypervisorId, { manager, architecture }: InstallSituation): readonly InstallStep[] {
  if (hypervisor !== 'virtualbox' || manager?.id !== 'winget') return [];
  return [{ id: 'runtime', command: managerCommand('winget', manager.program, [windowsRuntime[architecture]]) }];
}
