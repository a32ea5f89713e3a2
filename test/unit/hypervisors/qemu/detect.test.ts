import { describe, expect, it } from 'vitest';
import { chooseAccelerator, hasVirtualizationFlag } from '../../../../src-main/hypervisors/qemu/accelerator.ts';
import type { AcceleratorFacts } from '../../../../src-main/hypervisors/qemu/accelerator.ts';
import { detectQemu, probeQemu } from '../../../../src-main/hypervisors/qemu/detect.ts';
import type { QemuProbe } from '../../../../src-main/hypervisors/qemu/detect.ts';
import { firmwareCandidates, programCandidates } from '../../../../src-main/hypervisors/qemu/locations.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import type { CommandSpec } from '../../../../src-main/process/command.ts';
import { readRecording } from '../../../fakes/recordings.ts';

const vmxInfo = 'processor\t: 0\nmodel name\t: Intel\nflags\t\t: fpu vme msr vmx ssse3\n';
const plainInfo = 'processor\t: 0\nmodel name\t: a name with vmx in it\nflags\t\t: fpu vme svm_lock hypervisor\n';

describe('hasVirtualizationFlag', () => {
  it.each([
    [vmxInfo, true],
    [vmxInfo.replace('vmx', 'svm'), true],
    [plainInfo, false],
    ['', false],
  ])('reads the flags alone', (info, expected) => {
    expect(hasVirtualizationFlag(info)).toBe(expected);
  });
});

describe('chooseAccelerator', () => {
  const linux: AcceleratorFacts = {
    platformId: 'linux',
    architecture: 'amd64',
    listed: ['tcg', 'kvm'],
    kvmOpens: true,
    cpuInfo: vmxInfo,
    hvSupport: null,
  };
  const macos: AcceleratorFacts = { ...linux, platformId: 'macos', listed: ['hvf', 'tcg'], hvSupport: '1\n' };
  const windows: AcceleratorFacts = { ...linux, platformId: 'windows', listed: ['whpx', 'tcg'] };

  it.each([
    { title: 'KVM where everything speaks for it', facts: linux, accelerator: 'kvm' },
    { title: 'no KVM that does not open', facts: { ...linux, kvmOpens: false }, accelerator: 'tcg' },
    { title: 'no KVM that opens on a CPU without it', facts: { ...linux, cpuInfo: plainInfo }, accelerator: 'tcg' },
    { title: 'no KVM when the CPU cannot be asked', facts: { ...linux, cpuInfo: null }, accelerator: 'tcg' },
    { title: 'no KVM that QEMU does not know', facts: { ...linux, listed: ['tcg'] }, accelerator: 'tcg' },
    {
      title: 'KVM on ARM, whose CPUs show no flag',
      facts: { ...linux, architecture: 'arm64', cpuInfo: 'processor : 0\n' },
      accelerator: 'kvm',
    },
    { title: 'HVF where the system supports it', facts: macos, accelerator: 'hvf' },
    { title: 'no HVF where it does not', facts: { ...macos, hvSupport: '0\n' }, accelerator: 'tcg' },
    { title: 'no HVF where it does not say', facts: { ...macos, hvSupport: null }, accelerator: 'tcg' },
    { title: 'no HVF that QEMU does not know', facts: { ...macos, listed: ['tcg'] }, accelerator: 'tcg' },
    { title: 'WHPX on Windows', facts: windows, accelerator: 'whpx' },
    { title: 'no WHPX on ARM', facts: { ...windows, architecture: 'arm64' }, accelerator: 'tcg' },
    { title: 'no WHPX that QEMU does not know', facts: { ...windows, listed: ['tcg'] }, accelerator: 'tcg' },
  ] as const)('takes $title', ({ facts, accelerator }) => {
    const choice = chooseAccelerator(facts);

    expect(choice.accelerator).toBe(accelerator);
    expect(choice.evidence.join('')).not.toBe('');
  });
});

/** What a run of a program leaves: its output, or null for a program that is not there. */
type Answers = Readonly<Record<string, string | null>>;

function probeOf(answers: Answers, changes: Partial<QemuProbe> = {}): QemuProbe & { readonly ran: CommandSpec[] } {
  const ran: CommandSpec[] = [];
  return {
    ran,
    platform: { id: 'linux', architecture: 'amd64', env: {} },
    files: {
      readText: () => Promise.resolve(vmxInfo),
      opensForWriting: () => Promise.resolve(true),
      isReadable: () => Promise.resolve(false),
    },
    runner: {
      run: (spec) => {
        ran.push(spec);
        const line = [spec.program, ...spec.args].join(' ');
        const stdout = Object.entries(answers).find(([start]) => line.startsWith(start))?.[1] ?? null;
        const isThere = stdout !== null && !stdout.startsWith('fails: ');
        if (isThere) return Promise.resolve({ exitCode: 0, stdout, stderr: '', durationMs: 1 });
        const failed = { command: spec, exitCode: stdout === null ? null : 1, stdout: '', stderr: stdout ?? '' };
        return Promise.reject(new CommandError(stdout === null ? 'missing' : 'exit-code', failed));
      },
    },
    ...changes,
  };
}

const version = readRecording('qemu/system-version').stdout;
const working: Answers = {
  'qemu-system-x86_64 --version': version,
  'qemu-system-x86_64 -accel help': readRecording('qemu/accel-help').stdout,
  'qemu-system-x86_64 -machine none': '',
  'qemu-img --version': readRecording('qemu/img-version').stdout,
};

describe('detectQemu', () => {
  it('finds both programs, runs them, and tries what it chose', async () => {
    const probe = probeOf(working);

    const finding = await detectQemu(probe);

    expect(finding).toMatchObject({ kind: 'usable', id: 'qemu', version: '7.2.22', acceleration: 'kvm' });
    expect(probe.ran.at(-1)).toMatchObject({ args: expect.arrayContaining(['-accel', 'kvm']), input: 'quit\n' });
  });

  it('falls back to software emulation when the trial fails, and says why', async () => {
    const answers = { ...working, 'qemu-system-x86_64 -machine none': 'fails: Could not access KVM kernel module' };

    const finding = await detectQemu(probeOf(answers));

    expect(finding).toMatchObject({ kind: 'usable', acceleration: 'software' });
    expect(finding.evidence.join('\n')).toContain('Could not access KVM kernel module');
  });

  it.each([
    { title: 'missing without its program', answers: {}, finding: { kind: 'missing' } },
    {
      title: 'unusable without qemu-img',
      answers: { ...working, 'qemu-img --version': null },
      finding: { kind: 'unusable', code: 'tool-missing', version: '7.2.22' },
    },
    {
      title: 'unusable when it does not run',
      answers: { ...working, 'qemu-system-x86_64 --version': 'fails: cannot open shared object file' },
      finding: { kind: 'unusable', code: 'hypervisor-unusable', version: null },
    },
    {
      title: 'unusable when it is too old',
      answers: { ...working, 'qemu-system-x86_64 --version': 'QEMU emulator version 6.2.0' },
      finding: { kind: 'unusable', code: 'hypervisor-unusable', version: '6.2.0' },
    },
    {
      title: 'unusable when it does not tell its version',
      answers: { ...working, 'qemu-system-x86_64 --version': 'hello' },
      finding: { kind: 'unusable', code: 'hypervisor-unusable', version: null },
    },
  ])('calls QEMU $title', async ({ answers, finding }) => {
    expect(await detectQemu(probeOf(answers))).toMatchObject(finding);
  });

  it('needs firmware for arm64 guests', async () => {
    const answers: Answers = {
      'qemu-system-aarch64 --version': version,
      'qemu-system-aarch64 -accel help': 'Accelerators supported in QEMU binary:\ntcg\n',
      'qemu-img --version': version,
    };
    const platform = { id: 'linux', architecture: 'arm64', env: {} } as const;
    const files = { readText: () => Promise.resolve(null), opensForWriting: () => Promise.resolve(false) };

    const without = await detectQemu(probeOf(answers, { platform }));
    const isReadable = (path: string): Promise<boolean> => Promise.resolve(path.startsWith('/usr/share/AAVMF/'));
    const found = await probeQemu(probeOf(answers, { platform, files: { ...files, isReadable } }));

    expect(without).toMatchObject({ kind: 'unusable', code: 'hypervisor-unusable' });
    expect(found).toMatchObject({ accelerator: 'tcg', firmware: { codePath: '/usr/share/AAVMF/AAVMF_CODE.fd' } });
  });

  it('tells the driver which programs to run, or why there is none', async () => {
    expect(await probeQemu(probeOf(working))).toEqual({
      programs: { system: 'qemu-system-x86_64', img: 'qemu-img' },
      accelerator: 'kvm',
      version: { major: 7, minor: 2 },
      firmware: null,
    });
    await expect(probeQemu(probeOf({}))).rejects.toMatchObject({ code: 'hypervisor-missing' });
    await expect(probeQemu(probeOf({ ...working, 'qemu-img --version': null }))).rejects.toMatchObject({
      code: 'tool-missing',
    });
  });

  it('looks where installers put QEMU when PATH does not have it', async () => {
    const dir = 'C:\\Program Files\\qemu';
    const answers: Answers = {
      [`${dir}\\qemu-system-x86_64.exe --version`]: version,
      [`${dir}\\qemu-system-x86_64.exe -accel help`]: 'Accelerators supported in QEMU binary:\r\nwhpx\r\ntcg\r\n',
      [`${dir}\\qemu-system-x86_64.exe -machine none`]: '',
      [`${dir}\\qemu-img.exe --version`]: version,
    };
    const platform = { id: 'windows', architecture: 'amd64', env: { ProgramFiles: 'C:\\Program Files' } } as const;

    expect(await probeQemu(probeOf(answers, { platform }))).toMatchObject({
      programs: { system: `${dir}\\qemu-system-x86_64.exe`, img: `${dir}\\qemu-img.exe` },
      accelerator: 'whpx',
    });
  });
});

describe('places', () => {
  it('begin with PATH', () => {
    const macos = { id: 'macos', architecture: 'arm64', env: {} } as const;

    expect(programCandidates('qemu-img', macos).slice(0, 2)).toEqual(['qemu-img', '/opt/homebrew/bin/qemu-img']);
    expect(firmwareCandidates('/opt/homebrew/bin/qemu-system-aarch64', macos)[1]).toEqual({
      codePath: '/opt/homebrew/share/qemu/edk2-aarch64-code.fd',
      variablesPath: '/opt/homebrew/share/qemu/edk2-arm-vars.fd',
    });
  });
});
