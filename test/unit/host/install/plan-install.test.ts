import { describe, expect, it } from 'vitest';
import type { HypervisorId } from '../../../../src-main/domain/ids.ts';
import { packagesOf, planInstall, type InstallSituation } from '../../../../src-main/host/install/plan-install.ts';

const debian: InstallSituation = {
  platformId: 'linux',
  architecture: 'amd64',
  isRoot: false,
  manager: { id: 'apt', program: '/usr/bin/apt-get' },
  elevator: '/usr/bin/pkexec',
  isOffered: true,
};
const windows: InstallSituation = {
  platformId: 'windows',
  architecture: 'amd64',
  isRoot: false,
  manager: { id: 'winget', program: 'C:\\Users\\Žofie Novák\\AppData\\Local\\Microsoft\\WindowsApps\\winget.exe' },
  elevator: null,
  isOffered: true,
};
const mac: InstallSituation = {
  platformId: 'macos',
  architecture: 'arm64',
  isRoot: false,
  manager: { id: 'brew', program: '/opt/homebrew/bin/brew' },
  elevator: null,
  isOffered: true,
};

interface Offered {
  readonly title: string;
  readonly hypervisor: HypervisorId;
  readonly situation: InstallSituation;
  readonly asks: boolean;
  readonly steps: readonly (readonly [program: string, firstArgs: readonly string[]])[];
}

const offered: readonly Offered[] = [
  {
    title: 'VirtualBox on Windows, its runtime first',
    hypervisor: 'virtualbox',
    situation: windows,
    asks: true,
    steps: [
      [windows.manager?.program ?? '', ['install', '--id', 'Microsoft.VCRedist.2015+.x64', '--exact']],
      [windows.manager?.program ?? '', ['install', '--id', 'Oracle.VirtualBox', '--exact']],
    ],
  },
  {
    title: 'VirtualBox on Windows with an ARM chip, with the runtime of that chip',
    hypervisor: 'virtualbox',
    situation: { ...windows, architecture: 'arm64' },
    asks: true,
    steps: [
      [windows.manager?.program ?? '', ['install', '--id', 'Microsoft.VCRedist.2015+.arm64']],
      [windows.manager?.program ?? '', ['install', '--id', 'Oracle.VirtualBox']],
    ],
  },
  {
    title: 'QEMU on Windows, which needs no runtime',
    hypervisor: 'qemu',
    situation: windows,
    asks: true,
    steps: [[windows.manager?.program ?? '', ['install', '--id', 'SoftwareFreedomConservancy.QEMU']]],
  },
  {
    title: 'QEMU on a Mac',
    hypervisor: 'qemu',
    situation: mac,
    asks: false,
    steps: [['/opt/homebrew/bin/brew', ['install', 'qemu']]],
  },
  {
    title: 'VirtualBox on Debian with a screen, through pkexec',
    hypervisor: 'virtualbox',
    situation: debian,
    asks: true,
    steps: [
      [
        '/usr/bin/pkexec',
        ['env', 'DEBIAN_FRONTEND=noninteractive', '/usr/bin/apt-get', 'install', '--yes', 'virtualbox'],
      ],
    ],
  },
  {
    title: 'QEMU on Debian as root',
    hypervisor: 'qemu',
    situation: { ...debian, isRoot: true, elevator: null },
    asks: false,
    steps: [['/usr/bin/apt-get', ['install', '--yes', 'qemu-system-x86', 'qemu-utils']]],
  },
  {
    title: 'QEMU on Fedora',
    hypervisor: 'qemu',
    situation: { ...debian, manager: { id: 'dnf', program: '/usr/bin/dnf' }, isOffered: true },
    asks: true,
    steps: [['/usr/bin/pkexec', ['/usr/bin/dnf', 'install', '--assumeyes', 'qemu-kvm', 'qemu-img']]],
  },
];

const byHand = [
  { hypervisor: 'virtualbox', situation: { ...debian, isOffered: false }, reason: 'not-packaged', lines: [] },
  {
    hypervisor: 'virtualbox',
    situation: { ...debian, elevator: null },
    reason: 'needs-terminal',
    lines: ['sudo apt-get install --yes virtualbox'],
  },
  {
    hypervisor: 'virtualbox',
    situation: { ...debian, architecture: 'arm64' },
    reason: 'not-for-this-computer',
    lines: [],
  },
  { hypervisor: 'virtualbox', situation: mac, reason: 'needs-terminal', lines: ['brew install --cask virtualbox'] },
  { hypervisor: 'virtualbox', situation: { ...windows, manager: null }, reason: 'no-manager', lines: [] },
  { hypervisor: 'parallels', situation: mac, reason: 'vendor-only', lines: [] },
  { hypervisor: 'parallels', situation: windows, reason: 'not-for-this-computer', lines: [] },
  {
    hypervisor: 'virtualbox',
    situation: { ...debian, manager: { id: 'dnf', program: '/usr/bin/dnf' }, isOffered: false },
    reason: 'not-packaged',
    lines: [],
  },
] as const satisfies readonly {
  hypervisor: HypervisorId;
  situation: InstallSituation;
  reason: string;
  lines: readonly string[];
}[];

describe('installing a hypervisor', () => {
  it.each(offered)('offers $title', ({ hypervisor, situation, asks, steps }) => {
    const decision = planInstall(hypervisor, situation);

    expect(decision.view).toMatchObject({ kind: 'offered', hypervisor, asksAdministrator: asks });
    expect(decision.view.commands).toHaveLength(steps.length);
    expect(decision.steps.map(({ command }) => command.program)).toEqual(steps.map(([program]) => program));
    for (const [index, [, firstArgs]] of steps.entries()) {
      expect(decision.steps[index]?.command.args.slice(0, firstArgs.length)).toEqual(firstArgs);
    }
  });

  it('lets winget ask nothing in its own window', () => {
    for (const { command } of planInstall('virtualbox', windows).steps) {
      expect(command.args).toEqual(
        expect.arrayContaining(['--silent', '--disable-interactivity', '--accept-package-agreements']),
      );
    }
  });

  it.each(byHand)('leaves $hypervisor to the user: $reason', ({ hypervisor, situation, reason, lines }) => {
    const decision = planInstall(hypervisor, situation);

    expect(decision.steps).toEqual([]);
    expect(decision.view).toMatchObject({ kind: 'by-hand', reason, commands: lines });
    expect(decision.view.url).toMatch(/^https:/);
  });

  it('explains what macOS asks for, and what Secure Boot does', () => {
    expect(planInstall('virtualbox', mac).view.notes).toEqual(['macos-privacy']);
    expect(planInstall('virtualbox', debian).view.notes).toEqual(['secure-boot']);
    expect(planInstall('parallels', mac).view.notes).toEqual(['licence']);
  });

  it('names the packages for the CPU on Debian', () => {
    expect(packagesOf('apt', { hypervisor: 'qemu', architecture: 'arm64' })).toContain('qemu-efi-aarch64');
    expect(packagesOf('apt', { hypervisor: 'virtualbox', architecture: 'arm64' })).toEqual([]);
  });
});
