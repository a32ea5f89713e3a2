import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectVirtualBox } from '../../../../src-main/hypervisors/virtualbox/index.ts';
import { vboxManageCandidates } from '../../../../src-main/hypervisors/virtualbox/locate.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import type { CommandResult } from '../../../../src-main/process/command.ts';
import { createFakeClock } from '../../../fakes/fake-clock.ts';
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
  return detectVirtualBox({
    runner,
    platform: { id: 'linux', env: {} },
    clock: createFakeClock(),
    signal,
    driverDevicePath,
  });
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

    expect(vboxManageCandidates({ id: 'windows', env, installDir: 'F:\\Oracle\\VirtualBox\\' })).toEqual([
      'D:\\VBox\\VBoxManage.exe',
      'E:\\Other\\VBoxManage.exe',
      'F:\\Oracle\\VirtualBox\\VBoxManage.exe',
      'C:\\Programme\\Oracle\\VirtualBox\\VBoxManage.exe',
      'VBoxManage.exe',
    ]);
  });

  it('does not rely on PATH on macOS', () => {
    expect(vboxManageCandidates({ id: 'macos', env: {}, installDir: null })[0]).toBe('/usr/local/bin/VBoxManage');
  });
});

// Shape of the answer after Microsoft's documentation of reg.exe; no Windows was at hand.
const registered =
  '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox\r\n    InstallDir    REG_SZ    D:\\VM Programme\\VirtualBox\\\r\n\r\n';

describe('on Windows', () => {
  /** Answers of VBoxManage in the registered folder, one after another; elsewhere there is none. */
  function detectOnWindows(answers: readonly string[], reg = registered) {
    const asked: string[] = [];
    const clock = createFakeClock();
    const runner = {
      run: ({ program, args }: { program: string; args: readonly string[] }): Promise<CommandResult> => {
        asked.push(program);
        const command = { program, args };
        const stdout =
          program === 'reg.exe' ? reg : program.startsWith('D:') ? (answers[asked.length - 2] ?? '') : null;
        if (stdout !== null) return Promise.resolve({ exitCode: 0, stdout, stderr: '', durationMs: 1 });
        return Promise.reject(new CommandError('missing', { command, exitCode: null, stdout: '', stderr: '' }));
      },
    };
    const platform = { id: 'windows', env: {} } as const;
    return { asked, clock, finding: detectVirtualBox({ runner, platform, clock, signal }) };
  }

  it('finds what an installer has just registered', async () => {
    const { finding, asked } = detectOnWindows(['7.2.4r170995\r\n']);

    expect(await finding).toMatchObject({ kind: 'usable', version: '7.2.4' });
    expect(asked).toEqual(['reg.exe', 'D:\\VM Programme\\VirtualBox\\VBoxManage.exe']);
  });

  it('asks again a little later when there was no answer', async () => {
    const { finding, clock } = detectOnWindows(['', '\r\n', '7.2.4r170995\r\n']);

    expect(await finding).toMatchObject({ kind: 'usable', version: '7.2.4' });
    expect(clock.sleeps).toEqual([1000, 1000]);
  });

  it('gives up after three empty answers', async () => {
    const { finding, clock } = detectOnWindows([]);

    expect(await finding).toMatchObject({ kind: 'unusable', code: 'hypervisor-unusable' });
    expect(clock.sleeps).toEqual([1000, 1000]);
  });

  it('names every place that was tried when it is nowhere', async () => {
    const { finding } = detectOnWindows([], '');

    expect((await finding).evidence).toEqual([
      'C:\\Program Files\\Oracle\\VirtualBox\\VBoxManage.exe: not found',
      'VBoxManage.exe: not found',
    ]);
  });
});
