import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../src-main/domain/failure.ts';
import {
  isTransient,
  saysAbsent,
  saysInaccessible,
  toLabError,
  toStartFailure,
  type StartFindings,
} from '../../../../src-main/hypervisors/virtualbox/failures.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { readRecording } from '../../../fakes/recordings.ts';

const subject = { name: 'pi-200', path: '/data/labs/l/nodes/pi-200' };

function failed(fixture: string): CommandError {
  const { stdout, stderr, exitCode } = readRecording(`virtualbox/${fixture}`);
  const command = { program: 'VBoxManage', args: ['call'] };
  return new CommandError(exitCode === 0 ? 'output' : 'exit-code', { command, exitCode, stdout, stderr });
}

function failedWith(stderr: string): CommandError {
  const command = { program: 'VBoxManage', args: ['call'] };
  return new CommandError('exit-code', { command, exitCode: 1, stdout: '', stderr });
}

function findings(log: readonly string[], others: readonly string[] = []): StartFindings {
  return { platformId: 'linux', log, others };
}

function codeOf(error: unknown): string {
  return error instanceof LabError ? error.code : 'not a LabError';
}

describe('error catalogue', () => {
  it.each([
    ['showvminfo-notfound', 'vm-not-found'],
    ['showvminfo-inaccessible', 'vm-broken'],
    ['snapshot-notfound', 'snapshot-not-found'],
    ['unregister-base-with-clones', 'base-in-use'],
    ['parallel-modifyvm-same-vm', 'vm-busy'],
    ['saved-modifyvm', 'wrong-state'],
    ['discardstate-none', 'wrong-state'],
    ['controlvm-notrunning-poweroff', 'wrong-state'],
    ['createvm-dup', 'file-in-the-way'],
    ['natpf-delete-missing', 'command-failed'],
    ['storageattach-nofile', 'medium-missing'],
  ])('takes the recording %s for %s', (fixture, code) => {
    expect(codeOf(toLabError(failed(fixture), subject))).toBe(code);
  });

  it.each([
    ['badmedium-trunc-qcow2', 'image-damaged'],
    ['badmedium-empty', 'image-not-usable'],
    ['clonemedium-qcow2-v3zstd', 'image-not-usable'],
  ])('takes the recording %s of an image for %s', (fixture, code) => {
    expect(codeOf(toLabError(failed(fixture), subject, { reading: 'image' }))).toBe(code);
  });

  it.each([
    ["VBoxManage: error: Could not create the clone medium '/x/b.vdi' (VERR_DISK_FULL)", 'disk-full'],
    ['VBoxManage: error: Failed to create the VirtualBox object!', 'hypervisor-unusable'],
  ])('takes %s for %s', (stderr, code) => {
    expect(codeOf(toLabError(failedWith(stderr), subject))).toBe(code);
  });

  it('keeps the words of VirtualBox and the command as evidence, and fills the gaps of the texts', () => {
    const error = toLabError(failed('parallel-modifyvm-same-vm'), subject);

    expect(error).toBeInstanceOf(LabError);
    if (!(error instanceof LabError)) return;
    expect(error.evidence[0]).toBe("The machine 'r3-node1' is already locked for a session (or being unlocked)");
    expect(error.evidence.at(-1)).toBe('VBoxManage call');
    expect(error.params).toMatchObject({ name: 'pi-200', program: 'VBoxManage', exitCode: 1 });
  });

  it('passes on what is no failure of a command', () => {
    const bug = new TypeError('bug');

    expect(toLabError(bug, subject)).toBe(bug);
  });
});

describe('what VirtualBox said', () => {
  it('takes a VM for absent only when VirtualBox has none of this UUID', () => {
    expect(saysAbsent(failed('showvminfo-notfound'))).toBe(true);
    expect(saysAbsent(failed('snapshot-notfound'))).toBe(false);
    expect(saysAbsent(failed('showvminfo-inaccessible'))).toBe(false);
    expect(saysAbsent(failedWith('VBoxManage: error: Failed to create the VirtualBox object!'))).toBe(false);
  });

  it('tells a VM that cannot be read', () => {
    expect(saysInaccessible(failed('showvminfo-inaccessible'))).toBe(true);
    expect(saysInaccessible(failed('showvminfo-notfound'))).toBe(false);
  });

  it.each([
    ['parallel-modifyvm-same-vm', true],
    ['showvminfo-notfound', false],
    ['saved-modifyvm', false],
    ['createvm-dup', false],
  ])('knows whether %s passes by itself: %s', (fixture, expected) => {
    expect(isTransient(failed(fixture))).toBe(expected);
  });

  it('does not try a timeout again', () => {
    const command = { program: 'VBoxManage', args: [] };
    const timeout = new CommandError('timeout', {
      command,
      exitCode: null,
      stdout: '',
      stderr: 'already locked for a session',
    });

    expect(isTransient(timeout)).toBe(false);
  });
});

describe('failed starts', () => {
  it.each([
    [[], 'vm-start-failed'],
    [['00:00:01.1 HM: HMR3Init: Falling back, VERR_SVM_DISABLED'], 'virtualization-off'],
    [['00:00:01.1 VERR_VMX_MSR_ALL_VMX_DISABLED'], 'virtualization-off'],
    [['00:00:01.1 VERR_VMX_IN_VMX_ROOT_MODE'], 'virtualization-held-by-kvm'],
    [['00:00:01.1 Power up failed (vrc=VERR_VM_DRIVER_NOT_INSTALLED)'], 'vm-driver-missing'],
  ])('reads the cause from the log %j: %s', (logTail, code) => {
    expect(toStartFailure(failed('startvm-nodriver'), subject, findings(logTail)).code).toBe(code);
  });

  it('sees the missing driver in the warning of the Linux wrapper', () => {
    const { stdout } = readRecording('virtualbox/wrapper-version-nodriver');
    const { stderr } = readRecording('virtualbox/startvm-nodriver');
    const command = { program: 'VBoxManage', args: ['startvm'] };
    const error = new CommandError('exit-code', { command, exitCode: 1, stdout, stderr });

    expect(toStartFailure(error, subject, findings([])).code).toBe('vm-driver-missing');
  });

  it('shows the end of the log', () => {
    const { evidence } = toStartFailure(failed('startvm-nodriver'), subject, findings(['one', 'two']));

    expect(evidence).toEqual(expect.arrayContaining(['one', 'two']));
    expect(evidence[0]).toMatch(/terminated unexpectedly during startup/);
  });
});
