import { describe, expect, it } from 'vitest';
import { toDiskFailure, toStartFailure } from '../../../../src-main/hypervisors/qemu/failures.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { readRecording } from '../../../fakes/recordings.ts';

const ref = { name: 'pi-200', dir: '/vms/pi-200' };
const command = { program: 'qemu-system-x86_64', args: ['-uuid', '1'] };

describe('toStartFailure', () => {
  it.each([
    { fixture: 'start-port-taken', code: 'port-taken', params: { port: 24_998 } },
    { fixture: 'start-udp-port-taken', code: 'port-taken', params: { port: 20_481 } },
    { fixture: 'start-disk-in-use', code: 'vm-busy', params: {} },
    { fixture: 'start-base-missing', code: 'vm-broken', params: {} },
    { fixture: 'start-no-memory', code: 'host-memory-short', params: {} },
    { fixture: 'start-bad-accelerator', code: 'accelerator-not-built', params: { accelerator: 'whpx' } },
  ])('tells $code from $fixture', ({ fixture, code, params }) => {
    const output = readRecording(`qemu/${fixture}`).stderr;

    const failure = toStartFailure({ ...ref, output, command, port: 20_481 });

    expect(failure).toMatchObject({ code, params: { name: 'pi-200', ...params } });
    expect(failure.evidence[0]).toContain('qemu-system-x86_64: ');
    expect(failure.evidence.at(-1)).toBe('qemu-system-x86_64 -uuid 1');
  });

  it('has a failure also for a process that printed nothing', () => {
    const failure = toStartFailure({ ...ref, output: '', command, port: null });

    expect(failure).toMatchObject({ code: 'vm-start-failed', params: { name: 'pi-200' } });
  });
});

describe('what QEMU says of accelerators, machines and files', () => {
  // From QEMU's sources (kvm-all.c, hvf-all.c, whpx-all.c).
  it.each([
    ['Could not access KVM kernel module: Permission denied', 'kvm-not-permitted'],
    ['Could not access KVM kernel module: No such file or directory', 'kvm-missing'],
    ['Could not access KVM kernel module: No such device', 'kvm-missing'],
    [
      'qemu-system-aarch64: -accel hvf: Error: ret = HV_DENIED (0xfae94007, at ../accel/hvf/hvf-accel-ops.c:334)',
      'hvf-not-permitted',
    ],
    ['qemu-system-x86_64.exe: WHPX: No accelerator found, hr=00000000', 'whpx-off'],
    ["qemu-system-x86_64: Could not open '/vms/pi-200/disk.qcow2': No such file or directory", 'medium-missing'],
    [
      'qemu-system-x86_64: unsupported machine type\nUse -machine help to list supported machines',
      'saved-state-unusable',
    ],
    ['qemu-system-x86_64: something new', 'vm-start-failed'],
  ])('%s is told as %s, however it arrives', (text, code) => {
    const changes = [
      (output: string) => output,
      (output: string) => `${output}\r\nqemu-system: falling back\r\n`,
      (output: string) => output.replace(/(.{20})/g, '$1\n'),
    ];
    for (const change of changes)
      expect(toStartFailure({ ...ref, output: change(text), command, port: null }).code).toBe(code);
  });
});

describe('toDiskFailure', () => {
  function failed(stderr: string): CommandError {
    return new CommandError('exit-code', { command, exitCode: 1, stdout: '', stderr });
  }

  it.each([
    { stderr: readRecording('qemu/img-locked').stderr, code: 'vm-busy' },
    { stderr: 'qemu-img: error while writing at byte 0: No space left on device\n', code: 'disk-full' },
    { stderr: 'qemu-img: Could not open', code: 'command-failed' },
  ])('tells $code', ({ stderr, code }) => {
    expect(toDiskFailure(failed(stderr), ref)).toMatchObject({ code, params: { name: 'pi-200' } });
  });

  it('passes on what is no failed command', () => {
    const error = new Error('other');

    expect(toDiskFailure(error, ref)).toBe(error);
  });
});
