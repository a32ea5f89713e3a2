import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectVirtualBox } from '../../../../src-main/hypervisors/virtualbox/index.ts';
import { vboxManageCandidates } from '../../../../src-main/hypervisors/virtualbox/locate.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import type { CommandResult } from '../../../../src-main/process/command.ts';
import { readRecording } from '../../../fakes/recordings.ts';

const signal = new AbortController().signal;
const here = import.meta.filename;
const nowhere = join(import.meta.dirname, 'no-such-device');

/** A runner for which only `present` is installed; it prints `stdout`. */
function runnerWith(
  present: string | null,
  stdout = '',
): { run: (spec: { program: string }) => Promise<CommandResult> } {
  return {
    run: ({ program }) => {
      const command = { program, args: ['--version'] };
      if (program === present) return Promise.resolve({ exitCode: 0, stdout, stderr: '', durationMs: 1 });
      return Promise.reject(new CommandError('missing', { command, exitCode: null, stdout: '', stderr: '' }));
    },
  };
}

function detect(runner: ReturnType<typeof runnerWith>, driverDevicePath = here) {
  return detectVirtualBox({ runner, platform: { id: 'linux', env: {} }, signal, driverDevicePath });
}

describe('detectVirtualBox', () => {
  it('finds VBoxManage in PATH', async () => {
    const { stdout } = readRecording('virtualbox/version');

    expect(await detect(runnerWith('VBoxManage', stdout))).toMatchObject({
      kind: 'usable',
      version: '7.2.22',
      acceleration: 'native',
    });
  });

  it('finds VBoxManage beside PATH', async () => {
    expect(await detect(runnerWith('/usr/bin/VBoxManage', '7.1.6r167084\n'))).toMatchObject({ version: '7.1.6' });
  });

  it('names what it tried when there is none', async () => {
    const finding = await detect(runnerWith(null));

    expect(finding.kind).toBe('missing');
    expect(finding.evidence).toEqual(['VBoxManage: not found', '/usr/bin/VBoxManage: not found']);
  });

  it('sees in the warning of the wrapper that the kernel driver is missing', async () => {
    const { stdout } = readRecording('virtualbox/wrapper-version-nodriver');

    expect(await detect(runnerWith('VBoxManage', stdout))).toMatchObject({
      kind: 'unusable',
      version: '7.2.22',
      code: 'vm-driver-missing',
    });
  });

  it('sees that the device of the kernel driver is missing where no wrapper says so', async () => {
    expect(await detect(runnerWith('VBoxManage', '7.2.22r175245\n'), nowhere)).toMatchObject({
      kind: 'unusable',
      code: 'vm-driver-missing',
    });
  });

  it.each(['6.1.50r161033\n', '', 'VBoxManage: broken\n'])('cannot use the answer %j', async (stdout) => {
    expect(await detect(runnerWith('VBoxManage', stdout))).toMatchObject({
      kind: 'unusable',
      code: 'hypervisor-unusable',
    });
  });
});

describe('vboxManageCandidates', () => {
  it('looks into every folder Windows names', () => {
    const env = { VBOX_MSI_INSTALL_PATH: 'D:\\VBox\\;E:\\Other', ProgramFiles: 'C:\\Programme' };

    expect(vboxManageCandidates({ id: 'windows', env })).toEqual([
      'D:\\VBox\\VBoxManage.exe',
      'E:\\Other\\VBoxManage.exe',
      'C:\\Programme\\Oracle\\VirtualBox\\VBoxManage.exe',
      'VBoxManage.exe',
    ]);
  });

  it('does not rely on PATH on macOS', () => {
    expect(vboxManageCandidates({ id: 'macos', env: {} })[0]).toBe('/usr/local/bin/VBoxManage');
  });
});
