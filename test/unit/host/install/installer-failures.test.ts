import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../src-main/domain/failure.ts';
import type { PackageManager } from '../../../../src-main/contract/install-views.ts';
import { isThereAlready, toInstallFailure } from '../../../../src-main/host/install/installer-failures.ts';
import { CommandError } from '../../../../src-main/process/command.ts';

function failed(exitCode: number, stderr = ''): CommandError {
  return new CommandError('exit-code', { command: { program: 'x', args: [] }, exitCode, stdout: '', stderr });
}

function codeOf(manager: PackageManager, error: CommandError, isElevated = false): string {
  const failure = toInstallFailure(error, { manager, hypervisor: 'virtualbox', isElevated });
  return failure instanceof LabError ? failure.code : String(failure);
}

describe('what an installer ends with', () => {
  // From the list of winget's return codes; Windows tells them signed or unsigned.
  it.each([
    [0x8a15010c, 'installation-declined'],
    [-1978334964, 'installation-declined'],
    [1602, 'installation-declined'],
    [1223, 'installation-declined'],
    [-1978334961, 'installation-forbidden'],
    [-1978334967, 'restart-needed'],
    [3010, 'restart-needed'],
    [-1978334974, 'installer-busy'],
    [-1978334971, 'installer-disk-full'],
    [-1978334969, 'installer-offline'],
    [1, 'installation-failed'],
  ])('of winget, %d, is %s', (exitCode, code) => {
    expect(codeOf('winget', failed(exitCode))).toBe(code);
  });

  it.each([0x8a15002b, -1978335189, -1978335135, -1978334963])('of winget, %d, means that it is there', (exitCode) => {
    expect(isThereAlready(failed(exitCode), 'winget')).toBe(true);
    expect(isThereAlready(failed(exitCode), 'apt')).toBe(false);
  });

  it('is no proof of anything when it is another number', () => {
    expect(isThereAlready(failed(1), 'winget')).toBe(false);
  });

  it.each([
    [
      'apt',
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)',
      'installer-busy',
    ],
    [
      'apt',
      "E: Failed to fetch http://deb.example/x.deb  Temporary failure resolving 'deb.example'",
      'installer-offline',
    ],
    ['apt', "E: You don't have enough free space in /var/cache/apt/archives/.", 'installer-disk-full'],
    ['apt', 'E: Unable to locate package virtualbox', 'installation-failed'],
    ['pacman', 'error: failed to init transaction (unable to lock database)', 'installer-busy'],
    ['brew', 'Error: something that nobody knows', 'installation-failed'],
  ] as const)('of %s: %s', (manager, stderr, code) => {
    const failure = toInstallFailure(failed(100, stderr), { manager, hypervisor: 'qemu', isElevated: false });

    expect(failure).toMatchObject({ code, evidence: expect.arrayContaining([stderr]) as unknown });
  });

  it.each([
    [126, 'installation-declined'],
    [127, 'installation-forbidden'],
  ])('of pkexec, %d, is %s', (exitCode, code) => {
    expect(codeOf('apt', failed(exitCode), true)).toBe(code);
    expect(codeOf('apt', failed(exitCode), false)).toBe('installation-failed');
  });
});
